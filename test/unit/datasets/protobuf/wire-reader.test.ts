import { describe, expect, it } from 'vitest';
import { WireReader } from '../../../../src/datasets/protobuf/wire-reader.ts';

describe('WireReader', () => {
  it('reads tags and values in order, up to the end', () => {
    const reader = new WireReader(Buffer.from('0896011201612d0000003f', 'hex'));
    expect(reader.tag()).toEqual({ number: 1, layout: 0 });
    expect(reader.integer()).toBe(150);
    expect(reader.tag()).toEqual({ number: 2, layout: 2 });
    expect(reader.delimited(2)).toEqual(Buffer.from('a'));
    expect(reader.tag()).toEqual({ number: 5, layout: 5 });
    expect(reader.atEnd).toBe(false);
    expect(reader.float(5)).toBe(0.5);
    expect(reader.atEnd).toBe(true);
  });

  it('passes over a value by its layout', () => {
    const reader = new WireReader(Buffer.from('960101020304050607080161aabbccdd05', 'hex'));
    for (const layout of [0, 1, 2, 5]) reader.skip(layout, 1);
    expect(reader.integer()).toBe(5);
  });
});
