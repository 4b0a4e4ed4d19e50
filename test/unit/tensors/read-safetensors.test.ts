import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TensorFile, TensorFileError, writeTensors } from '../../../src/tensors/safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'eos-read-safetensors-'));
const path = join(folder, 'table.safetensors');

beforeAll(() => {
  const values = Float64Array.from({ length: 12 }, (_, i) => i);
  writeTensors(path, { table: { shape: [4, 3], values }, mask: { shape: [4], values: new Uint8Array(4) } });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('TensorFile', () => {
  it('reads a range of rows', () => {
    using file = TensorFile.open(path);
    expect(file.readRows('table', 'F64', 1, 2)).toEqual(Float64Array.of(3, 4, 5, 6, 7, 8));
    expect(file.readRows('table', 'F64', 4, 0)).toEqual(new Float64Array(0));
  });

  it('gathers rows by number, in the order given and with repeats', () => {
    using file = TensorFile.open(path);
    expect(file.gatherRows('table', 'F64', [3, 0, 1, 2, 3, 3])).toEqual(
      Float64Array.of(9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 9, 10, 11),
    );
  });

  it('says what the file holds when a tensor is missing, of another type, or too short', () => {
    using file = TensorFile.open(path);
    expect(() => file.read('weights', 'F64')).toThrow(
      new TensorFileError(path, 'there is no tensor weights; the file holds table, mask'),
    );
    expect(() => file.read('mask', 'I32')).toThrow(
      new TensorFileError(path, 'tensor mask has elements of type U8, expected I32'),
    );
    expect(() => file.readRows('table', 'F64', 2, 3)).toThrow(
      new TensorFileError(path, 'tensor table has 4 rows, rows 2 to 4 were asked for'),
    );
    expect(() => file.gatherRows('table', 'F64', [0, -1])).toThrow(
      new TensorFileError(path, 'tensor table has 4 rows, rows -1 to -1 were asked for'),
    );
  });

  it('notices a file that is shortened while it is open', () => {
    const shrinking = join(folder, 'shrinking.safetensors');
    writeTensors(shrinking, { x: { shape: [4], values: new Float64Array(4) } });
    using file = TensorFile.open(shrinking);
    const { start } = file.tensors.get('x')!;
    truncateSync(shrinking, start + 8);
    expect(() => file.read('x', 'F64')).toThrow(
      new TensorFileError(
        shrinking,
        `the file ends at byte ${start + 8}, 24 bytes early: it was cut short while open`,
      ),
    );
  });

  it('takes a file that is too short, or whose header is longer than the file, for what it is', () => {
    const tiny = join(folder, 'tiny');
    writeFileSync(tiny, 'abc');
    expect(() => TensorFile.open(tiny)).toThrow(
      new TensorFileError(tiny, 'a safetensors file has at least 8 bytes, this has 3'),
    );
    const text = join(folder, 'text');
    writeFileSync(text, 'plain text, not tensors');
    expect(() => TensorFile.open(text)).toThrow(
      new TensorFileError(
        text,
        'the header claims 7310503753715641456 bytes in a file of 23: this is not a safetensors file, or it was cut short',
      ),
    );
  });
});
