/** Whether words are taken as the Penn Treebank writes them, or as they stood in the reviews (reading R17b). */
export type TreebankEscapes = 'kept' | 'undone';

const written: Record<string, string> = {
  '-LRB-': '(',
  '-RRB-': ')',
  '-LSB-': '[',
  '-RSB-': ']',
  '-LCB-': '{',
  '-RCB-': '}',
  '\\/': '/',
  '\\*': '*',
  '``': '"',
  "''": '"',
};

/** A phrase of the treebank with its brackets, slashes, asterisks and quotation marks as people write them. */
export function undoEscapes(phrase: string): string {
  return phrase.replaceAll(/-[LR][RSC]B-|\\[/*]|(?<![^ ])(?:``|'')(?![^ ])/g, (escape) => written[escape]!);
}
