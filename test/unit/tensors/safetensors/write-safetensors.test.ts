import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  TensorFileError,
  TensorFileWriter,
  writeTensors,
} from '../../../../src/tensors/safetensors/safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'eos-write-safetensors-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const layout = { x: { type: 'F64', shape: [2, 2] }, y: { type: 'I32', shape: [3] } } as const;

describe('TensorFileWriter', () => {
  it('writes in interleaved chunks the same bytes as all at once', () => {
    const whole = join(folder, 'whole');
    writeTensors(whole, {
      x: { shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) },
      y: { shape: [3], values: Int32Array.of(5, 6, 7) },
    });
    const chunked = join(folder, 'chunked');
    using file = TensorFileWriter.create(chunked, layout);
    file.append('y', Int32Array.of(5));
    file.append('x', Float64Array.of(1));
    file.append('x', Float64Array.of(0, 2, 3, 4).subarray(1));
    file.append('y', Int32Array.of(6, 7));
    file.finish();
    expect(readFileSync(chunked).equals(readFileSync(whole))).toBe(true);
  });

  it('refuses unknown tensors, other element types, too many values, and writing after the end', () => {
    const path = join(folder, 'faults');
    using file = TensorFileWriter.create(path, layout);
    expect(() => {
      file.append('z', new Float64Array(1));
    }).toThrow(new TensorFileError(path, 'the layout has no tensor z'));
    expect(() => {
      file.append('x', new Float32Array(1));
    }).toThrow(new TensorFileError(path, 'tensor x has elements of type F64, received F32'));
    file.append('x', new Float64Array(3));
    expect(() => {
      file.append('x', new Float64Array(2));
    }).toThrow(new TensorFileError(path, 'tensor x of [2, 2] has 4 elements, received 5'));
    file.append('x', new Float64Array(1));
    file.append('y', new Int32Array(3));
    file.finish();
    expect(() => {
      file.append('x', new Float64Array(1));
    }).toThrow(new TensorFileError(path, 'the file is already finished'));
  });

  it('refuses to finish while a tensor is incomplete', () => {
    const path = join(folder, 'incomplete');
    using file = TensorFileWriter.create(path, layout);
    file.append('x', new Float64Array(4));
    file.append('y', new Int32Array(1));
    expect(() => {
      file.finish();
    }).toThrow(new TensorFileError(path, 'tensor y of [3] has 3 elements, only 1 were written'));
  });
});
