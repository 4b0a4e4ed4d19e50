import type { NumbersOnDisk } from './numbers-on-disk.ts';

/** Numbers of a file, row-major: bytes as they are, everything else as float64. */
export type ArrayValues = Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** An array of a file. */
export interface ImportedArray {
  /** What messages call it, for example `mnist.npz: x_train`. */
  name: string;
  shape: number[];
  values: ArrayValues;
}

/** Numbers of a file that is read in pieces of whole rows, as often as they are asked for. */
export interface ArrayPieces {
  /** Whether the pieces are bytes. */
  isBytes: boolean;
  pieces: () => AsyncIterable<ArrayValues>;
}

/** Numbers that were read already, which may be too many for memory. */
export type HeldValues = ArrayValues | NumbersOnDisk;

/** Numbers of inputs. */
export type InputValues = HeldValues | ArrayPieces;

/** The inputs of a split. */
export interface ImportedInputs<Values extends InputValues = InputValues> extends Omit<
  ImportedArray,
  'values'
> {
  values: Values;
}

/** Inputs and labels as a file has them. */
export interface ImportedSplit<Values extends InputValues = ArrayValues> {
  /** [samples, …], the shape of one input after the first axis. */
  inputs: ImportedInputs<Values>;
  /** One a sample: class names, or class numbers as text. */
  labels: string[];
  /** Where a sample's label stands, for messages. */
  placeOfLabel: (sample: number) => string;
  /** The classes that the data themselves declare, in their order. */
  classes?: string[];
  /** Whether labels like NA stand for labels that are not there, as in tables; names of folders are what they are. */
  missingMarks?: boolean;
}

/** Values of one input, or pixels of an image, at most: 1 GiB of float64 numbers, of which an import has a few in memory. */
export const LARGEST_INPUT = 2 ** 27;

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A shape in messages: `[60000, 28, 28]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
