import type { Features } from './features.ts';
import { type Term, bestTerm, refit, termFits } from './model-term.ts';

/** A positive quantity (milliseconds, bytes) that was measured where these features held. */
export interface CostRow {
  features: Features;
  value: number;
}

/** Gives the expected value where these features hold. */
export interface CostModel {
  expect(features: Features): number;
  /** The settings that decide: of two instances that agree on them the same is expected. */
  names: readonly string[];
  /**
   * Typical factor between expectation and measurement where neither the size nor any other deciding value was measured; undefined for a single
   * place. Costs ten times what the fit cost.
   */
  errorFactor(): number | undefined;
}

/** Into so many parts the places are dealt out at most, each of which is expected by a model of the others. */
const PARTS = 10;

/**
 * Fits log y = a + Σ b_j log x_j + Σ c(text) by least squares: a power law in the numbers, with a factor for each value of the texts. Terms are
 * taken one by one as long as the Bayesian information criterion falls, and all are fitted anew after each. Undefined without measurements.
 */
export function fitCostModel(rows: readonly CostRow[]): CostModel | undefined {
  const measured = rows.filter(({ value }) => value > 0);
  const model = fitTerms(measured);
  if (!model) return undefined;
  return { ...model, errorFactor: () => errorFactor(measured, model.names) };
}

function fitTerms(measured: readonly CostRow[]): Pick<CostModel, 'expect' | 'names'> | undefined {
  if (measured.length === 0) return undefined;
  const fits = termFits(measured.map((row) => row.features));
  const logs = measured.map(({ value }) => Math.log(value));
  const constant = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const centred = logs.map((value) => value - constant);
  let terms: Term[] = [];
  for (;;) {
    const added = bestTerm(fits, centred, terms);
    if (!added) break;
    terms = refit(fits, centred, [...terms, added]);
  }
  const names = terms.map(({ name }) => name);
  const expect = (wanted: Features): number =>
    Math.exp(constant + terms.reduce((sum, term) => sum + term.at(wanted), 0));
  return { expect, names };
}

/** Root mean square of log(expected / measured), each place expected by a model without it and its part of the others, as a factor. */
function errorFactor(rows: readonly CostRow[], names: readonly string[]): number | undefined {
  const places = [
    ...Map.groupBy(rows, ({ features }) => JSON.stringify(names.map((name) => features.get(name)))).values(),
  ];
  if (places.length < 2) return undefined;
  let squares = 0;
  for (let part = 0; part < Math.min(PARTS, places.length); part++) {
    const left = fitTerms(places.filter((_, place) => place % PARTS !== part).flat());
    if (!left) return undefined;
    for (const own of places.filter((_, place) => place % PARTS === part))
      for (const { features, value } of own)
        squares += Math.log(left.expect(features) / value) ** 2 / own.length / places.length;
  }
  return Math.exp(Math.sqrt(squares));
}
