import { Builder, ByteBuffer } from 'flatbuffers';
import { expect, it } from 'vitest';
import { boundVectors } from '../../../../../src/datasets/import/table-formats/bounded-vectors.ts';

it('boundVectors lets through lists that fit into their bytes, and no others', () => {
  boundVectors();
  const builder = new Builder(16);
  builder.startVector(4, 2, 4);
  builder.addInt32(1);
  builder.addInt32(2);
  builder.finish(builder.endVector());
  const whole = new ByteBuffer(builder.asUint8Array());
  expect(whole.__vector_len(0)).toBe(2);
  const damaged = Buffer.from(builder.asUint8Array());
  damaged.writeInt32LE(1_000_000_000, whole.__vector(0) - 4);
  expect(() => new ByteBuffer(damaged).__vector_len(0)).toThrow(
    new RangeError(`a list of 1000000000 entries stands in ${damaged.length} bytes`),
  );
});
