import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../../../src/datasets/import/arrays/byte-reader.ts';

async function* stream(closed: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield Uint8Array.of(1, 2, 3);
    yield Uint8Array.of();
    await Promise.resolve();
    yield Uint8Array.of(4, 5);
  } finally {
    closed();
  }
}

describe('ByteReader', () => {
  it('takes portions of any size, across what the stream gives, and fewer at the end', async () => {
    await using reader = new ByteReader(stream(() => undefined));
    expect(await reader.read(2)).toEqual(Uint8Array.of(1, 2));
    expect(await reader.read(0)).toEqual(Uint8Array.of());
    expect(await reader.read(2)).toEqual(Uint8Array.of(3, 4));
    expect(await reader.read(2)).toEqual(Uint8Array.of(5));
    expect(await reader.read(2)).toEqual(Uint8Array.of());
  });

  it('closes the stream when it is left early', async () => {
    let closed = false;
    {
      await using reader = new ByteReader(stream(() => (closed = true)));
      await reader.read(1);
    }
    expect(closed).toBe(true);
  });
});
