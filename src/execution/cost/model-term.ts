import type { Features } from './features.ts';

/** One summand of the logarithm of a cost. */
export interface Term {
  name: string;
  /** 0 where the feature is absent, or has a text that no measurement has. */
  at(features: Features): number;
  /** The same of each measurement. */
  measured: readonly number[];
  /** Numbers that were fitted for it. */
  freedom: number;
}

/** Gives the term of one feature that fits best what is left of each measurement. */
export type TermFit = (rests: readonly number[]) => Term;

/** Measurements closer than 2 % are taken for equal: no term is added for less. */
const NOISE = 0.02 ** 2;
/** Rounds in which the terms are fitted to what the others leave. */
const ROUNDS = 20;

/** A term for each feature that is not the same in all measurements, by its name. The features are read here, and no more while terms are fitted. */
export function termFits(features: readonly Features[]): Map<string, TermFit> {
  const fits = new Map<string, TermFit>();
  for (const name of new Set(features.flatMap((row) => [...row.keys()]))) {
    const values = features.map((row) => row.get(name));
    const fit = values.every((value) => typeof value === 'number' && value > 0)
      ? powerFit(name, values as number[])
      : factorFit(name, values);
    if (fit) fits.set(name, fit);
  }
  return fits;
}

/** The term that lowers the Bayesian information criterion most; undefined where none does. */
export function bestTerm(
  fits: ReadonlyMap<string, TermFit>,
  values: readonly number[],
  terms: readonly Term[],
): Term | undefined {
  const rests = restsOf(values, terms);
  const freedom = terms.reduce((sum, term) => sum + term.freedom, 1);
  let least = criterion(rests, freedom);
  let best: Term | undefined;
  const taken = new Set(terms.map(({ name }) => name));
  for (const [name, fit] of fits) {
    const term = taken.has(name) ? undefined : fit(rests);
    if (!term || freedom + term.freedom >= values.length) continue;
    const refitted = refit(fits, values, [...terms, term]);
    const score = criterion(restsOf(values, refitted), freedom + term.freedom);
    if (score < least) [least, best] = [score, term];
  }
  return best;
}

/** Fits each term to what the others leave, in turns. */
export function refit(
  fits: ReadonlyMap<string, TermFit>,
  values: readonly number[],
  terms: readonly Term[],
): Term[] {
  const fitted = [...terms];
  const rests = restsOf(values, fitted);
  for (let round = 0; round < ROUNDS && fitted.length > 1; round++)
    for (const [place, { name, measured }] of fitted.entries()) {
      for (const [row, value] of measured.entries()) rests[row]! += value;
      const term = fits.get(name)!(rests);
      for (const [row, value] of term.measured.entries()) rests[row]! -= value;
      fitted[place] = term;
    }
  return fitted;
}

function restsOf(values: readonly number[], terms: readonly Term[]): number[] {
  return values.map((value, row) => terms.reduce((rest, { measured }) => rest - measured[row]!, value));
}

function criterion(rests: readonly number[], freedom: number): number {
  const count = rests.length;
  const squares = rests.reduce((sum, rest) => sum + rest * rest, 0);
  return count * Math.log(squares / count + NOISE) + freedom * Math.log(count);
}

/** b (log x − mean of log x), by least squares. */
function powerFit(name: string, values: readonly number[]): TermFit | undefined {
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const centred = logs.map((log) => log - mean);
  const square = centred.reduce((sum, log) => sum + log ** 2, 0);
  if (square < 1e-12) return undefined;
  return (rests) => {
    const slope = centred.reduce((sum, log, row) => sum + log * rests[row]!, 0) / square;
    const at = (wanted: Features): number => {
      const value = wanted.get(name);
      return typeof value === 'number' && value > 0 ? slope * (Math.log(value) - mean) : 0;
    };
    return { name, at, measured: centred.map((log) => slope * log), freedom: 1 };
  };
}

/** A summand for each text (a number that has no logarithm counts as one): the mean of what is left there. */
function factorFit(name: string, values: readonly (string | number | undefined)[]): TermFit | undefined {
  const texts = values.map(String);
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size < 2) return undefined;
  return (rests) => {
    const means = new Map<string, number>();
    for (const [row, text] of texts.entries())
      means.set(text, (means.get(text) ?? 0) + rests[row]! / counts.get(text)!);
    return {
      name,
      at: (wanted) => means.get(String(wanted.get(name))) ?? 0,
      measured: texts.map((text) => means.get(text)!),
      freedom: counts.size - 1,
    };
  };
}
