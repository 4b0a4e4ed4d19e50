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

  it('compares numbers as numbers, and large ones exactly', () => {
    expect(codeLabels(labelled('1', '2.0', ' 1.0', '02'), labelled('2'))).toEqual({
      classes: ['1', '2'],
      train: Int32Array.of(0, 1, 0, 1),
      test: Int32Array.of(1),
    });
    expect(codeLabels(labelled('9007199254740993', '9007199254740992'), undefined).classes).toEqual([
      '9007199254740992',
      '9007199254740993',
    ]);
    expect(codeLabels(labelled('1.0', '2.0'), undefined, ['2', '1']).train).toEqual(Int32Array.of(1, 0));
  });

  it('takes the classes that the data declare where none are given', () => {
    const declared = { ...labelled('dog', 'cat'), classes: ['dog', 'cow', 'cat'] };
    expect(codeLabels(declared, undefined)).toEqual({
      classes: ['dog', 'cow', 'cat'],
      train: Int32Array.of(0, 2),
    });
    expect(codeLabels(declared, undefined, ['cat', 'dog']).train).toEqual(Int32Array.of(1, 0));
  });

  it('refuses missing labels of tables, unless a class is called so', () => {
    const table = { ...labelled('cat', 'NA'), missingMarks: true };
    expect(() => codeLabels(table, undefined)).toThrow(
      new DataError(
        'y, row 1: the label is NA, a mark of a missing value: fill it, remove the row, or name it under with.classes where it is a class',
      ),
    );
    expect(codeLabels(table, undefined, ['cat', 'NA']).train).toEqual(Int32Array.of(0, 1));
    expect(codeLabels(labelled('cat', 'NA'), undefined).classes).toEqual(['NA', 'cat']);
  });

  const measured =
    'learning to predict measured values is not what the experiments do; make classes of them, as low and high';

  it('refuses measured values', () => {
    expect(() => codeLabels(labelled('1', '2.5', '3'), undefined)).toThrow(
      new DataError(
        `y, row 1: the label is 2.5, expected a whole number (the number of the class) or a name: ${measured}`,
      ),
    );
    const prices = labelled(...Array.from({ length: 30 }, (_, i) => String(1000 + 7 * (i % 20))));
    expect(() => codeLabels(prices, undefined)).toThrow(
      new DataError(
        `y, row 0: the 30 labels are 20 different numbers, expected few classes that many samples share: ${measured}, or name all classes under with.classes`,
      ),
    );
    // Names may contain numbers.
    expect(codeLabels(labelled('v1.5', '2.5', '3'), undefined).classes).toEqual(['2.5', '3', 'v1.5']);
  });

  it('refuses classes that are named twice', () => {
    expect(() => codeLabels(labelled('a'), undefined, ['a', 'b', 'a'])).toThrow(
      new DataError('with.classes names a twice, expected each class once: remove one'),
    );
    expect(() => codeLabels(labelled('1'), undefined, ['1', '1.0'])).toThrow(
      new DataError('with.classes names 1 and 1.0, which are one, expected each class once: remove one'),
    );
  });

  it('takes either form that Unicode has for one character for the same', () => {
    expect(codeLabels(labelled('M\u00FCller', 'Mu\u0308ller', 'x'), labelled('Mu\u0308ller'))).toEqual({
      classes: ['M\u00FCller', 'x'],
      train: Int32Array.of(0, 0, 1),
      test: Int32Array.of(0),
    });
  });

  it('refuses labels that look the same and are not', () => {
    expect(() => codeLabels(labelled('dog', 'cat', 'dog\u200B'), undefined)).toThrow(
      new DataError(
        'y, row 2: the label is dog(U+200B), which looks like the label dog and is another: ' +
          'correct one of them, or name both under with.classes where they are two classes',
      ),
    );
    expect(() => codeLabels(labelled('New York', 'x'), labelled('x', 'New\u00A0York'))).toThrow(
      new DataError(
        'y, row 1: the label is New(U+00A0)York, which looks like the class New York and is another: correct one of them',
      ),
    );
    expect(codeLabels(labelled('a', 'a\u200B'), undefined, ['a', 'a\u200B']).train).toEqual(
      Int32Array.of(0, 1),
    );
  });

  it('refuses numbers that are names of classes and numbers of others', () => {
    expect(() => codeLabels(labelled('0', '1'), undefined, ['1', '2'])).toThrow(
      new DataError(
        'with.classes: the label 1 is the name of one class and, counted from 0, the number of the class 2, ' +
          'and other labels are no names: name all labels, or give the classes names that are no numbers',
      ),
    );
    expect(codeLabels(labelled('0', '2'), undefined, ['0', '1', '10']).train).toEqual(Int32Array.of(0, 2));
  });
});
