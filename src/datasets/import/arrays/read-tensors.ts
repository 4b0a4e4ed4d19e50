import { isStoredType, storedTypes } from '../../../tensors/safetensors/stored-numbers.ts';
import { TensorFile, TensorFileError } from '../../../tensors/safetensors/safetensors.ts';
import { DataError } from '../../data-error.ts';
import { sizeOf } from '../array.ts';
import type { StoredArray } from './stored-array.ts';

/** Bytes of a piece. */
const LARGEST_PIECE = 2 ** 24;

/** Opens arrays of a safetensors file by name, in the order asked for. */
export function readTensors(path: string, file: string, names: string[]): StoredArray[] {
  return naming(file, () => {
    using tensors = TensorFile.open(path);
    return names.map((name) => {
      // Says what is wrong with the name or the type before anything else is read.
      tensors.readNumbers(name, 0, 0);
      const { type, shape } = tensors.tensors.get(name)!;
      if (!isStoredType(type)) throw new RangeError(type);
      return {
        name: `${file}: ${name}`,
        shape: [...shape],
        type,
        *pieces() {
          using opened = naming(file, () => TensorFile.open(path));
          const rowBytes = Math.max(1, sizeOf(shape.slice(1)) * storedTypes[type]);
          const rows = Math.max(1, Math.floor(LARGEST_PIECE / rowBytes));
          const total = shape[0] ?? 1;
          for (let first = 0; first < total; first += rows)
            yield naming(file, () => opened.readNumbers(name, first, Math.min(rows, total - first)));
        },
      };
    });
  });
}

/** Faults are told with the name that the user knows the file by. */
function naming<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof TensorFileError)) throw cause;
    throw new DataError(`${file}${cause.message.slice(cause.path.length)}`, { cause });
  }
}
