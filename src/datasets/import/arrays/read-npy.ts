import type { StoredType } from '../../../tensors/safetensors/stored-numbers.ts';
import { DataError } from '../../data-error.ts';
import type { ArrayLayout } from './array-layout.ts';
import { ByteReader } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';
import { pythonLiteral, type PythonValue } from './python-literal.ts';
import { storedArray, type StoredArray } from './stored-array.ts';

const MAGIC = '\x93NUMPY';
/** Far longer than a header of numbers can be: NumPy itself stops at 10,000 bytes. */
const LONGEST_HEADER = 2 ** 20;

/** Element types by NumPy's codes and names. */
const TYPES: Record<string, StoredType> = {
  ...{ b1: 'BOOL', '?': 'BOOL', bool: 'BOOL', u1: 'U8', B: 'U8', uint8: 'U8', i1: 'I8', b: 'I8', int8: 'I8' },
  ...{ i2: 'I16', h: 'I16', int16: 'I16', u2: 'U16', H: 'U16', uint16: 'U16' },
  ...{ i4: 'I32', i: 'I32', int32: 'I32', u4: 'U32', I: 'U32', uint32: 'U32' },
  ...{ i8: 'I64', q: 'I64', int64: 'I64', u8: 'U64', Q: 'U64', uint64: 'U64' },
  ...{ f2: 'F16', e: 'F16', float16: 'F16', f4: 'F32', f: 'F32', float32: 'F32' },
  ...{ f8: 'F64', d: 'F64', float64: 'F64', float: 'F64' },
};

/** Reads a `.npy` array of numbers or truth values, as numpy.save of any version writes it (NEP 1, formats 1.0 to 3.0). */
export async function readNpy(source: ByteSource): Promise<StoredArray> {
  await using reader = new ByteReader(source.open());
  const { name } = source;
  const start = Buffer.from(await reader.read(8));
  if (start.toString('latin1', 0, 6) !== MAGIC)
    throw new DataError(`${name} is not a .npy array: save it with numpy.save or numpy.savez`);
  const version = start[6]!;
  if (start.length < 8 || version < 1 || version > 3)
    throw new DataError(
      `${name} is a .npy array of format ${start.subarray(6).join('.') || '(none)'}, expected 1.0 to 3.0: save it again with numpy.save`,
    );
  const lengthBytes = version === 1 ? 2 : 4;
  const length = Buffer.from(await reader.read(lengthBytes));
  const headerBytes = length.length < lengthBytes ? 0 : length.readUIntLE(0, lengthBytes);
  const header = Buffer.from(await reader.read(Math.min(headerBytes, LONGEST_HEADER)));
  if (length.length < lengthBytes || header.length < headerBytes)
    throw damaged(name, `its header has ${header.length} bytes, expected ${headerBytes}`);
  const layout = layoutOf(name, header.toString(version === 3 ? 'utf8' : 'latin1'));
  return storedArray(source, { ...layout, start: 8 + lengthBytes + headerBytes });
}

function layoutOf(name: string, text: string): Omit<ArrayLayout, 'start'> {
  let header: PythonValue;
  try {
    header = pythonLiteral(text);
  } catch (cause) {
    throw damaged(name, `its header: ${(cause as Error).message}`, cause);
  }
  if (!(header instanceof Map)) throw damaged(name, 'its header is no dictionary');
  const keys = [...header.keys()].sort().join(', ');
  if (keys !== 'descr, fortran_order, shape')
    throw damaged(name, `its header has the keys ${keys || '(none)'}, expected descr, fortran_order, shape`);
  const [shape, columnMajor] = [header.get('shape'), header.get('fortran_order')];
  if (!isShape(shape)) throw damaged(name, 'the shape in its header is no tuple of whole numbers');
  if (typeof columnMajor !== 'boolean')
    throw damaged(name, 'fortran_order in its header is not True or False');
  return { shape, columnMajor, ...elementsOf(name, header.get('descr')!) };
}

function elementsOf(name: string, descr: PythonValue): Pick<ArrayLayout, 'type' | 'bigEndian'> {
  const text = typeof descr === 'string' ? descr : 'a structured type';
  const [, order, code] = /^([<>=|]?)(.*)$/s.exec(text)!;
  if (typeof descr === 'string' && Object.hasOwn(TYPES, code!))
    return { type: TYPES[code!]!, bigEndian: order === '>' };
  throw new DataError(
    `${name} has elements of type ${text}, expected numbers (for example <f8, >f4, |u1, <i8): ` +
      'convert it with numpy.astype; labels that are texts become numbers with numpy.unique(labels, return_inverse=True)',
  );
}

function isShape(shape: PythonValue | undefined): shape is number[] {
  return (
    Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && (length as number) >= 0)
  );
}

function damaged(name: string, what: string, cause?: unknown): DataError {
  return new DataError(
    `${name} cannot be read as a .npy array (${what}): the file was cut short or damaged; save it again`,
    cause === undefined ? {} : { cause },
  );
}
