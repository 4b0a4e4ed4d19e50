import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TensorFile, writeTensors } from '../../../../src/tensors/safetensors/safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'eos-safetensors-'));
const path = join(folder, 'mixed.safetensors');
const tensors = {
  gray: { shape: [3, 2], values: Uint8Array.of(0, 1, 2, 253, 254, 255) },
  labels: { shape: [3], values: Int32Array.of(-1, 0, 7) },
  weights: { shape: [2, 2], values: Float64Array.of(1, -0.5, Math.PI, 1e-300) },
  single: { shape: [2], values: Float32Array.of(0.25, 3) },
  ids: { shape: [], values: BigInt64Array.of(-(2n ** 60n)) },
};
const python = spawnSync('python3', ['--version']).status === 0;

beforeAll(() => {
  writeTensors(path, tensors, { iteration: '100', note: 'θ at t = 1' });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a safetensors file', () => {
  it('gives back every element type, shape and metadata string', () => {
    using file = TensorFile.open(path);
    expect(file.metadata).toEqual({ iteration: '100', note: 'θ at t = 1' });
    expect(file.read('gray', 'U8')).toEqual(tensors.gray.values);
    expect(file.read('labels', 'I32')).toEqual(tensors.labels.values);
    expect(file.read('weights', 'F64')).toEqual(tensors.weights.values);
    expect(file.read('single', 'F32')).toEqual(tensors.single.values);
    expect(file.read('ids', 'I64')).toEqual(tensors.ids.values);
    expect(file.tensors.get('gray')!.shape).toEqual([3, 2]);
    expect(file.tensors.get('ids')!.shape).toEqual([]);
  });

  it.skipIf(!python)('is read by an independent reader in Python (skipped where there is no python3)', () => {
    const program = `
import json, struct, sys
data = open(sys.argv[1], 'rb').read()
n, = struct.unpack('<Q', data[:8])
assert n % 8 == 0
header = json.loads(data[8:8 + n])
code = {'F64': 'd', 'F32': 'f', 'I32': 'i', 'I64': 'q', 'U8': 'B'}
out = {'metadata': header.pop('__metadata__')}
for name, t in header.items():
    a, b = t['data_offsets']
    piece = data[8 + n + a:8 + n + b]
    size = struct.calcsize(code[t['dtype']])
    assert a % size == 0
    out[name] = [t['dtype'], t['shape'], [str(v) for v in struct.unpack('<%d%s' % (len(piece) // size, code[t['dtype']]), piece)]]
print(json.dumps(out))`;
    expect(JSON.parse(execFileSync('python3', ['-c', program, path], { encoding: 'utf8' }))).toEqual({
      metadata: { iteration: '100', note: 'θ at t = 1' },
      weights: ['F64', [2, 2], ['1.0', '-0.5', '3.141592653589793', '1e-300']],
      ids: ['I64', [], ['-1152921504606846976']],
      labels: ['I32', [3], ['-1', '0', '7']],
      single: ['F32', [2], ['0.25', '3.0']],
      gray: ['U8', [3, 2], ['0', '1', '2', '253', '254', '255']],
    });
  });

  it('has the same bytes in whatever order its tensors are named', () => {
    const other = join(folder, 'reversed.safetensors');
    writeTensors(other, Object.fromEntries(Object.entries(tensors).reverse()), {
      note: 'θ at t = 1',
      iteration: '100',
    });
    expect(readFileSync(other).equals(readFileSync(path))).toBe(true);
  });

  it('may hold no tensor at all', () => {
    const empty = join(folder, 'empty.safetensors');
    writeTensors(empty, {});
    expect(readFileSync(empty).toString('latin1')).toBe('\x08\0\0\0\0\0\0\0{}      ');
    using file = TensorFile.open(empty);
    expect([...file.tensors.keys()]).toEqual([]);
  });
});
