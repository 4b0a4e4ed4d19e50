import { DataError } from '../data-error.ts';
import type { ImportedSplit } from './array.ts';
import { labelKey } from './label-key.ts';
import { visibleForm, writtenOut } from './visible-form.ts';
import { isMissingMark } from './table/missing-mark.ts';

type Labelled = Pick<ImportedSplit, 'labels' | 'placeOfLabel' | 'classes' | 'missingMarks'>;

/** Classes and the class number of every sample. */
export interface CodedLabels {
  classes: string[];
  train: Int32Array<ArrayBuffer>;
  test?: Int32Array<ArrayBuffer>;
}

/** Fewer samples than these may each have a class of their own. */
const FEW_SAMPLES = 20;

/**
 * Turns labels into class numbers. Where classes are given (by the user, else by the data), labels are their names or,
 * when some training label is not among the names and all are whole numbers, their numbers from 0. Else the classes are
 * the distinct training labels: numbers in their order, names in the order of their characters. Spaces around a label do
 * not matter, and numbers are told apart as numbers: 1, 01 and 1.0 are one class.
 * @throws {DataError} where a label is missing, is none of the classes, or all are numbers and some is no whole one
 */
export function codeLabels(train: Labelled, test: Labelled | undefined, given?: string[]): CodedLabels {
  const declared = given ?? train.classes;
  if (declared !== undefined) refuseRepeated(declared, given === undefined);
  const named = new Set(declared?.map(labelKey));
  for (const split of [train, test]) if (split !== undefined) refuseMissing(split, named);
  const distinct = [...new Set(train.labels.map(labelKey))];
  const numbered = distinct.every((label) => /^-?\d+$/.test(label));
  if (declared === undefined) {
    refuseMeasured(train, distinct);
    refuseLookAlikes(train, distinct);
    const classes = numbered ? distinct.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)) : distinct.sort();
    return codeBy(train, test, classes, new Map(classes.map((label, number) => [label, number])), {
      expected: `one of ${classList(classes)} (the classes of the training samples)`,
    });
  }
  const byNumber = numbered && !distinct.every((label) => named.has(label));
  if (byNumber) refuseAmbiguous(declared, distinct);
  const keys = byNumber ? declared.map((_, number) => String(number)) : declared.map(labelKey);
  return codeBy(train, test, declared, new Map(keys.map((label, number) => [label, number])), {
    expected: byNumber
      ? `the number of one of the ${declared.length} classes, 0 to ${declared.length - 1} (${classList(declared)})`
      : `one of ${classList(declared)}`,
  });
}

function codeBy(
  train: Labelled,
  test: Labelled | undefined,
  classes: string[],
  numbers: ReadonlyMap<string, number>,
  { expected }: { expected: string },
): CodedLabels {
  const code = ({ labels, placeOfLabel }: Labelled): Int32Array<ArrayBuffer> =>
    Int32Array.from(labels, (label, sample) => {
      const number = numbers.get(labelKey(label));
      if (number !== undefined) return number;
      const alike = classes.find(
        (name) => visibleForm(name) === visibleForm(label) && labelKey(name) !== labelKey(label),
      );
      if (alike !== undefined)
        throw new DataError(
          `${placeOfLabel(sample)}: the label is ${writtenOut(label.trim())}, which looks like the class ${writtenOut(alike)} and is another: correct one of them`,
        );
      throw new DataError(
        `${placeOfLabel(sample)}: the label is ${label}, expected ${expected}: correct the label or name all classes under with.classes`,
      );
    });
  return { classes, train: code(train), ...(test !== undefined && { test: code(test) }) };
}

function refuseRepeated(classes: readonly string[], ofData: boolean): void {
  const keys = classes.map(labelKey);
  const index = keys.findIndex((key, position) => keys.indexOf(key) !== position);
  if (index < 0) return;
  const first = classes[keys.indexOf(keys[index]!)]!;
  const same = first === classes[index] ? `${first} twice` : `${first} and ${classes[index]!}, which are one`;
  throw new DataError(
    `${ofData ? 'the data name the class' : 'with.classes names'} ${same}, expected each class once: remove one`,
  );
}

/** Two classes that nobody can tell apart are one, of which some labels have a character that is not seen, or another space. */
function refuseLookAlikes({ labels, placeOfLabel }: Labelled, distinct: readonly string[]): void {
  const forms = new Map<string, string>();
  for (const key of distinct) {
    const form = visibleForm(key);
    const other = forms.get(form);
    forms.set(form, key);
    if (other === undefined) continue;
    const sample = labels.findLastIndex((label) => labelKey(label) === key);
    throw new DataError(
      `${placeOfLabel(sample)}: the label is ${writtenOut(key)}, which looks like the label ${writtenOut(other)} and is another: ` +
        'correct one of them, or name both under with.classes where they are two classes',
    );
  }
}

/** A label that is the name of one class and the number of another. */
function refuseAmbiguous(declared: readonly string[], distinct: readonly string[]): void {
  const label = distinct.find((key) => {
    const named = declared.findIndex((name) => labelKey(name) === key);
    return named >= 0 && named !== Number(key) && Number(key) < declared.length;
  });
  if (label === undefined) return;
  throw new DataError(
    `with.classes: the label ${label} is the name of one class and, counted from 0, the number of the class ${declared[Number(label)]!}, ` +
      'and other labels are no names: name all labels, or give the classes names that are no numbers',
  );
}

function refuseMissing({ labels, placeOfLabel, missingMarks }: Labelled, named: ReadonlySet<string>): void {
  if (missingMarks !== true) return;
  const sample = labels.findIndex((label) => isMissingMark(label) && !named.has(labelKey(label)));
  if (sample < 0) return;
  throw new DataError(
    `${placeOfLabel(sample)}: the label is ${labels[sample]!}, a mark of a missing value: ` +
      'fill it, remove the row, or name it under with.classes where it is a class',
  );
}

/** Numbers that were measured are no classes: some is no whole number, or hardly any occurs twice. */
function refuseMeasured({ labels, placeOfLabel }: Labelled, distinct: readonly string[]): void {
  const isNumber = (label: string): boolean => /^[-+.\d]/.test(label) && Number.isFinite(Number(label));
  if (!distinct.every(isNumber)) return;
  const broken = labels.findIndex((label) => !/^-?\d+$/.test(labelKey(label)));
  const advice =
    'learning to predict measured values is not what the experiments do; make classes of them, as low and high';
  if (broken >= 0)
    throw new DataError(
      `${placeOfLabel(broken)}: the label is ${labels[broken]!}, expected a whole number (the number of the class) or a name: ${advice}`,
    );
  if (labels.length > FEW_SAMPLES && distinct.length > labels.length / 2)
    throw new DataError(
      `${placeOfLabel(0)}: the ${labels.length} labels are ${distinct.length} different numbers, expected few classes that many samples share: ` +
        `${advice}, or name all classes under with.classes`,
    );
}

/** Some 20 classes, and how many more there are. */
function classList(classes: readonly string[]): string {
  const shown = classes.slice(0, 20).join(', ');
  return classes.length > 20 ? `${shown} and ${classes.length - 20} more` : shown;
}
