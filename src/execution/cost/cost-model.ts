import type { Features } from './features.ts';
import { type Term, bestTerm, refit } from './model-term.ts';

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
  /** Typical factor between expectation and measurement where neither the size nor any other deciding value was measured; absent for a single place. */
  errorFactor?: number;
}

/**
 * Fits log y = a + Σ b_j log x_j + Σ c(text) by least squares: a power law in the numbers, with a factor for each value of the texts. Terms are
 * taken one by one as long as the Bayesian information criterion falls, and all are fitted anew after each. Undefined without measurements.
 */
export function fitCostModel(rows: readonly CostRow[]): CostModel | undefined {
  const measured = rows.filter(({ value }) => value > 0);
  const model = fitTerms(measured);
  if (!model) return undefined;
  const factor = errorFactor(measured, model.names);
  return { ...model, ...(factor !== undefined && { errorFactor: factor }) };
}

function fitTerms(measured: readonly CostRow[]): Pick<CostModel, 'expect' | 'names'> | undefined {
  if (measured.length === 0) return undefined;
  const features = measured.map((row) => row.features);
  const logs = measured.map(({ value }) => Math.log(value));
  const constant = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const centred = logs.map((value) => value - constant);
  let terms: Term[] = [];
  for (;;) {
    const added = bestTerm(features, centred, terms);
    if (!added) break;
    terms = refit(features, centred, [...terms, added]);
  }
  const names = terms.map(({ name }) => name);
  const expect = (wanted: Features): number =>
    Math.exp(constant + terms.reduce((sum, term) => sum + term.at(wanted), 0));
  return { expect, names };
}

/** Root mean square of log(expected / measured), each place expected by a model of the others, as a factor. */
function errorFactor(rows: readonly CostRow[], names: readonly string[]): number | undefined {
  const places = Map.groupBy(rows, ({ features }) => JSON.stringify(names.map((name) => features.get(name))));
  if (places.size < 2) return undefined;
  let squares = 0;
  for (const own of places.values()) {
    const left = fitTerms(rows.filter((row) => !own.includes(row)));
    if (!left) return undefined;
    for (const { features, value } of own)
      squares += Math.log(left.expect(features) / value) ** 2 / own.length / places.size;
  }
  return Math.exp(Math.sqrt(squares));
}
