import { TensorFile } from '../../tensors/safetensors.ts';
import type { ArrayValues, ImportedArray } from './array.ts';

/** Reads arrays of a safetensors file by name, in the order asked for. */
export function readTensors(path: string, file: string, names: string[]): ImportedArray[] {
  using tensors = TensorFile.open(path);
  return names.map((name) => {
    const data = tensors.readNumbers(name);
    const values: ArrayValues =
      data instanceof Uint8Array || data instanceof Float64Array
        ? data
        : Float64Array.from<number | bigint>(data, Number);
    return { name: `${file}: ${name}`, shape: [...tensors.tensors.get(name)!.shape], values };
  });
}
