import { DataError } from '../data-error.ts';
import type { ImportedSplit } from './array.ts';

type Labelled = Pick<ImportedSplit, 'labels' | 'placeOfLabel'>;

/** Classes and the class number of every sample. */
export interface CodedLabels {
  classes: string[];
  train: Int32Array<ArrayBuffer>;
  test?: Int32Array<ArrayBuffer>;
}

/**
 * Turns labels into class numbers. Where classes are given, labels are their names or, when some training label is not
 * among the names and all are whole numbers, their numbers from 0. Else the classes are the distinct training labels:
 * numbers in their order, names in the order of their characters.
 */
export function codeLabels(train: Labelled, test: Labelled | undefined, given?: string[]): CodedLabels {
  const distinct = [...new Set(train.labels)];
  const numbered = distinct.every((label) => /^-?\d+$/.test(label));
  const classes = given ?? (numbered ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort());
  const byNumber = given !== undefined && numbered && !distinct.every((label) => given.includes(label));
  const known = byNumber ? classes.map((_, number) => String(number)) : classes;
  const numbers = new Map(known.map((label, number) => [label, number]));
  const code = ({ labels, placeOfLabel }: Labelled): Int32Array<ArrayBuffer> =>
    Int32Array.from(labels, (label, sample) => {
      const number = numbers.get(label);
      if (number !== undefined) return number;
      const expected = byNumber
        ? `the number of one of the ${classes.length} classes, 0 to ${classes.length - 1} (${classes.join(', ')})`
        : `one of ${classes.join(', ')}${given === undefined ? ' (the classes of the training samples)' : ''}`;
      throw new DataError(
        `${placeOfLabel(sample)}: the label is ${label}, expected ${expected}: correct the label or name all classes under with.classes`,
      );
    });
  return { classes, train: code(train), ...(test !== undefined && { test: code(test) }) };
}
