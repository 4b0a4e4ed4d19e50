import { DataError } from '../data-error.ts';

/** Numbers of a file, row-major: bytes as they are, everything else as float64. */
export type ArrayValues = Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** An array of a file. */
export interface ImportedArray {
  /** What messages call it, for example `mnist.npz: x_train`. */
  name: string;
  shape: number[];
  values: ArrayValues;
}

/** Inputs and labels as a file has them. */
export interface ImportedSplit {
  /** [samples, …], the shape of one input after the first axis. */
  inputs: ImportedArray;
  /** One a sample: class names, or class numbers as text. */
  labels: string[];
  /** Where a sample's label stands, for messages. */
  placeOfLabel: (sample: number) => string;
  /** The classes that the data themselves declare, in their order. */
  classes?: string[];
  /** Whether labels like NA stand for labels that are not there, as in tables; names of folders are what they are. */
  missingMarks?: boolean;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A shape in messages: `[60000, 28, 28]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Pairs an array of inputs with an array of labels; checks that both are of the same samples. */
export function pairArrays(inputs: ImportedArray, labels: ImportedArray): ImportedSplit {
  if (inputs.shape.length < 2) {
    throw new DataError(
      `${inputs.name} has the shape ${shapeText(inputs.shape)}, expected [samples, …] with at least two axes: ` +
        'one row for each sample',
    );
  }
  const samples = inputs.shape[0]!;
  if (labels.shape[0] !== samples || sizeOf(labels.shape) !== samples) {
    throw new DataError(
      `${labels.name} has the shape ${shapeText(labels.shape)}, expected [${samples}]: one class number for each of the ` +
        `${samples} inputs of ${inputs.name} (one-hot labels: save their argmax)`,
    );
  }
  const placeOfLabel = (sample: number): string => `${labels.name}, row ${sample}`;
  return {
    inputs,
    labels: Array.from(labels.values, (value, row) => wholeNumber(value, placeOfLabel(row))),
    placeOfLabel,
  };
}

function wholeNumber(value: number, place: string): string {
  if (Number.isInteger(value)) return String(value);
  throw new DataError(`${place}: the label is ${value}, expected a whole number: the number of the class`);
}
