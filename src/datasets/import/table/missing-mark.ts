/** How tables write that a value is not there: the marks of pandas, R, Weka, SAS and databases. */
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
  '.',
  '\\n',
  '(null)',
  '#n/a n/a',
  '#nv',
  '1.#ind',
  '1.#qnan',
  '-1.#ind',
  '-1.#qnan',
]);

/** What spreadsheets write where a formula fails, in any of their languages: #DIV/0!, #NAME?, #WERT!. */
const failed = /^#\p{L}[\p{L}/0]*[!?]$/u;

/** Whether a text stands for a value that is not there. */
export function isMissingMark(text: string): boolean {
  const mark = text.trim().toLowerCase();
  return marks.has(mark) || failed.test(mark);
}
