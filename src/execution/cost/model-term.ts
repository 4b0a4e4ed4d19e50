import type { Features } from './features.ts';

/** One summand of the logarithm of a cost. */
export interface Term {
  name: string;
  /** 0 where the feature is absent, or has a text that no measurement has. */
  at(features: Features): number;
  /** Numbers that were fitted for it. */
  freedom: number;
}

/** Measurements closer than 2 % are taken for equal: no term is added for less. */
const NOISE = 0.02 ** 2;
/** Rounds in which the terms are fitted to what the others leave. */
const ROUNDS = 20;

/** The term that lowers the Bayesian information criterion most; undefined where none does. */
export function bestTerm(
  features: readonly Features[],
  values: readonly number[],
  terms: readonly Term[],
): Term | undefined {
  const rests = restOf(features, values, terms);
  const freedom = terms.reduce((sum, term) => sum + term.freedom, 1);
  let least = criterion(rests, freedom);
  let best: Term | undefined;
  const taken = new Set(terms.map(({ name }) => name));
  for (const name of new Set(features.flatMap((row) => [...row.keys()]))) {
    const term = taken.has(name) ? undefined : fitTerm(name, features, rests);
    if (!term || freedom + term.freedom >= values.length) continue;
    const refitted = refit(features, values, [...terms, term]);
    const score = criterion(restOf(features, values, refitted), freedom + term.freedom);
    if (score < least) [least, best] = [score, term];
  }
  return best;
}

/** Fits each term to what the others leave, in turns. */
export function refit(
  features: readonly Features[],
  values: readonly number[],
  terms: readonly Term[],
): Term[] {
  const fitted = [...terms];
  for (let round = 0; round < ROUNDS && fitted.length > 1; round++)
    for (const [place, { name }] of fitted.entries()) {
      const others = fitted.filter((_, other) => other !== place);
      fitted[place] = fitTerm(name, features, restOf(features, values, others)) ?? fitted[place]!;
    }
  return fitted;
}

function restOf(features: readonly Features[], values: readonly number[], terms: readonly Term[]): number[] {
  return values.map((value, row) => terms.reduce((rest, term) => rest - term.at(features[row]!), value));
}

function criterion(rests: readonly number[], freedom: number): number {
  const count = rests.length;
  const squares = rests.reduce((sum, rest) => sum + rest * rest, 0);
  return count * Math.log(squares / count + NOISE) + freedom * Math.log(count);
}

function fitTerm(name: string, features: readonly Features[], rests: readonly number[]): Term | undefined {
  const values = features.map((row) => row.get(name));
  return values.every((value) => typeof value === 'number' && value > 0)
    ? powerTerm(name, values as number[], rests)
    : factorTerm(name, values, rests);
}

/** b (log x − mean of log x), by least squares. */
function powerTerm(name: string, values: readonly number[], rests: readonly number[]): Term | undefined {
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const square = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  if (square < 1e-12) return undefined;
  const slope = logs.reduce((sum, log, row) => sum + (log - mean) * rests[row]!, 0) / square;
  const at = (wanted: Features): number => {
    const value = wanted.get(name);
    return typeof value === 'number' && value > 0 ? slope * (Math.log(value) - mean) : 0;
  };
  return { name, at, freedom: 1 };
}

/** A summand for each text (a number that has no logarithm counts as one): the mean of what is left there. */
function factorTerm(
  name: string,
  values: readonly (string | number | undefined)[],
  rests: readonly number[],
): Term | undefined {
  const groups = Map.groupBy(rests.keys(), (row) => String(values[row]));
  if (groups.size < 2) return undefined;
  const means = new Map(
    [...groups].map(([text, rows]) => [text, rows.reduce((sum, row) => sum + rests[row]!, 0) / rows.length]),
  );
  return {
    name,
    at: (wanted) => means.get(String(wanted.get(name))) ?? 0,
    freedom: groups.size - 1,
  };
}
