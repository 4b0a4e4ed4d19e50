import type { StoredType } from '../../../tensors/safetensors/stored-numbers.ts';

/** How the elements of an array lie in bytes. */
export interface ArrayLayout {
  /** Bytes before the first element. */
  start: number;
  shape: number[];
  type: StoredType;
  bigEndian: boolean;
  /** Whether the first axis varies fastest (Fortran order) instead of the last. */
  columnMajor: boolean;
}
