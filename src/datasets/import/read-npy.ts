import { load } from 'npyjs';
import { DataError } from '../data-error.ts';
import { shapeText, sizeOf, type ArrayValues, type ImportedArray } from './array.ts';

const SUPPORTED = /^[<|](?:[iu][1248]|f[248]|b1)$/;
const MAGIC = '\x93NUMPY';

/** Reads the bytes of a `.npy` file: an array of numbers or truth values in C order, little-endian. */
export async function readNpy(bytes: Uint8Array, name: string): Promise<ImportedArray> {
  // npyjs reads texts and foreign byte orders wrongly or not at all, without saying which array it was.
  const header = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (!header.startsWith(MAGIC))
    throw new DataError(`${name} is not a .npy array: save it with numpy.save or numpy.savez`);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'a structured type';
  if (!SUPPORTED.test(type)) {
    throw new DataError(
      `${name} has elements of type ${type}, expected little-endian numbers (for example <f8, <f4, |u1, <i8): ` +
        'convert it with numpy.astype; labels that are texts become numbers with numpy.unique(labels, return_inverse=True)',
    );
  }
  const { data, shape, fortranOrder } = await parse(bytes, name);
  if (fortranOrder && shape.length > 1) {
    throw new DataError(
      `${name} of ${shapeText(shape)} is in Fortran (column-major) order, expected C order: save numpy.ascontiguousarray of it`,
    );
  }
  const values = toValues(data as unknown as ArrayLike<number | bigint | boolean>);
  if (values.length !== sizeOf(shape)) {
    throw new DataError(
      `${name} of ${shapeText(shape)} has ${values.length} elements, expected ${sizeOf(shape)}: the file was cut short or damaged; save it again`,
    );
  }
  return { name, shape, values };
}

async function parse(bytes: Uint8Array, name: string): ReturnType<typeof load> {
  try {
    return await load(bytes);
  } catch (cause) {
    throw new DataError(
      `${name} cannot be read as a .npy array (${(cause as Error).message}): the file was cut short or damaged; save it again`,
      { cause },
    );
  }
}

function toValues(data: ArrayLike<number | bigint | boolean>): ArrayValues {
  if (data instanceof Uint8Array) return new Uint8Array(data);
  if (data instanceof Float64Array) return new Float64Array(data);
  return Float64Array.from(data, Number);
}
