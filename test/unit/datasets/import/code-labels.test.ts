import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { codeLabels } from '../../../../src/datasets/import/code-labels.ts';

function labelled(...labels: string[]) {
  return { labels, placeOfLabel: (sample: number) => `y, row ${sample}` };
}

describe('codeLabels', () => {
  it('takes the distinct training labels as classes: numbers by size, names by character', () => {
    expect(codeLabels(labelled('10', '9', '10', '-1'), undefined)).toEqual({
      classes: ['-1', '9', '10'],
      train: Int32Array.of(2, 1, 2, 0),
    });
    expect(codeLabels(labelled('dog', 'cat', 'Cow'), labelled('cat'))).toEqual({
      classes: ['Cow', 'cat', 'dog'],
      train: Int32Array.of(2, 1, 0),
      test: Int32Array.of(1),
    });
  });

  it('finds labels among the classes given, by name or else by number', () => {
    expect(codeLabels(labelled('dog', 'cat'), undefined, ['cat', 'dog', 'cow']).train).toEqual(
      Int32Array.of(1, 0),
    );
    expect(codeLabels(labelled('2', '0'), undefined, ['cat', 'dog', 'cow']).train).toEqual(
      Int32Array.of(2, 0),
    );
    // Names that look like numbers are names first.
    expect(codeLabels(labelled('2', '1'), undefined, ['2', '1']).train).toEqual(Int32Array.of(0, 1));
  });

  const advice = 'correct the label or name all classes under with.classes';

  it('says where a label is outside the classes', () => {
    expect(() => codeLabels(labelled('0', '1', '3'), undefined, ['cat', 'dog', 'cow'])).toThrow(
      new DataError(
        `y, row 2: the label is 3, expected the number of one of the 3 classes, 0 to 2 (cat, dog, cow): ${advice}`,
      ),
    );
    expect(() => codeLabels(labelled('cat', 'cart'), undefined, ['cat', 'dog'])).toThrow(
      new DataError(`y, row 1: the label is cart, expected one of cat, dog: ${advice}`),
    );
  });

  it('says where a test label is none of the training labels', () => {
    expect(() => codeLabels(labelled('cat', 'dog'), labelled('cow'))).toThrow(
      new DataError(
        `y, row 0: the label is cow, expected one of cat, dog (the classes of the training samples): ${advice}`,
      ),
    );
  });
});
