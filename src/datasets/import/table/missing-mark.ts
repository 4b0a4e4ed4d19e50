/** How tables write that a value is not there: the marks of pandas, R, Weka and spreadsheets. */
const marks = new Set([
  '',
  '?',
  'na',
  'n/a',
  '#n/a',
  '#na',
  '<na>',
  'nan',
  '-nan',
  'null',
  'none',
  'nil',
  'missing',
  '#value!',
  '#div/0!',
  '#ref!',
  '1.#qnan',
  '-1.#ind',
]);

/** Whether a text stands for a value that is not there. */
export function isMissingMark(text: string): boolean {
  return marks.has(text.trim().toLowerCase());
}
