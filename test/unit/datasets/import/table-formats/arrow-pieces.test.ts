import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arrowPieces } from '../../../../../src/datasets/import/table-formats/arrow-pieces.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';
import { fixtures } from './table-columns.ts';

function pieces(bytes: Uint8Array): Buffer {
  const path = join(temporaryFolder(), 'a.arrow');
  writeFileSync(path, bytes);
  const heard: number[] = [];
  const all = Buffer.concat([...arrowPieces(path, (fraction) => heard.push(fraction))]);
  expect(heard.at(-1)).toBe(1);
  return all;
}

const stream = readFileSync(join(fixtures, 'stream-none.arrow'));
const file = readFileSync(join(fixtures, 'file-none.arrow'));

it('arrowPieces gives a stream as it is, and of a file its stream', () => {
  expect(pieces(stream)).toEqual(stream);
  const parts = file.readInt32LE(file.length - 10);
  expect(pieces(file)).toEqual(file.subarray(8, -10 - parts));
  expect(pieces(file).subarray(-8).toString('hex')).toBe('ffffffff00000000');
});

it('arrowPieces notices a length of the list of parts that cannot be', () => {
  for (const length of [-1000, file.length]) {
    const damaged = Buffer.from(file);
    damaged.writeInt32LE(length, file.length - 10);
    expect(() => pieces(damaged)).toThrow(new Error('its list of parts is damaged'));
  }
});

it('arrowPieces misses the end of what was cut', () => {
  for (const bytes of [stream.subarray(0, -8), file.subarray(0, -1), file.subarray(0, 100)])
    expect(() => pieces(bytes)).toThrow(new Error('its end is not there'));
});
