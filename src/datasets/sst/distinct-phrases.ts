import type { SentimentPhrase } from './parse-trees.ts';
import { undoEscapes, type TreebankEscapes } from './treebank-escapes.ts';

/** How the five sentiments become classes: as they are, or negative against positive without the neutral ones. */
export const sentimentClasses = {
  5: ['very negative', 'negative', 'neutral', 'positive', 'very positive'],
  2: ['negative', 'positive'],
} as const;

/** A phrase that is told apart by its text, with its class number. */
export interface LabelledPhrase {
  text: string;
  label: number;
}

/**
 * The distinct phrases of the trees, in the order in which they first occur, with the sentiment of that occurrence
 * (reading R17). Phrases that differ in their escapes only are one where these are undone (reading R17b).
 */
export function distinctPhrases(
  trees: SentimentPhrase[][],
  classes: 5 | 2,
  escapes: TreebankEscapes = 'kept',
): LabelledPhrase[] {
  const sentiments = new Map<string, number>();
  for (const { text: phrase, sentiment } of trees.flat()) {
    const text = escapes === 'undone' ? undoEscapes(phrase) : phrase;
    if (!sentiments.has(text)) sentiments.set(text, sentiment);
  }
  const phrases = Array.from(sentiments, ([text, label]) => ({ text, label }));
  if (classes === 5) return phrases;
  return phrases
    .filter(({ label }) => label !== 2)
    .map(({ text, label }) => ({ text, label: label > 2 ? 1 : 0 }));
}
