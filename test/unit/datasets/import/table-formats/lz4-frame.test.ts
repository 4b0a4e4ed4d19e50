import { describe, expect, it } from 'vitest';
import { unpackLz4 } from '../../../../../src/datasets/import/table-formats/lz4-frame.ts';

const head = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82];

/** A frame of blocks, each with its length. */
function frame(...blocks: { bytes: number[]; plain?: boolean }[]): Uint8Array {
  const parts = blocks.flatMap(({ bytes, plain = false }) => [
    bytes.length,
    0,
    0,
    plain ? 0x80 : 0,
    ...bytes,
  ]);
  return Uint8Array.from([...head, ...parts, 0, 0, 0, 0]);
}

const abc = [...Buffer.from('abc')];
const last = [...Buffer.from('abcde')];

describe('unpackLz4', () => {
  it('unpacks literals, repetitions that reach into themselves, and plain blocks', () => {
    // 3 literals, then 18 bytes from 3 before (14 + 4), then 5 literals.
    const block = { bytes: [0x3e, ...abc, 3, 0, 0x50, ...last] };
    expect(Buffer.from(unpackLz4(frame(block))).toString()).toBe(`${'abc'.repeat(7)}abcde`);
    const long = { bytes: [0x1f, 97, 1, 0, 255, 20, 0x50, ...last] };
    expect(Buffer.from(unpackLz4(frame(long, { bytes: [120, 121], plain: true }))).toString()).toBe(
      `${'a'.repeat(1 + 15 + 255 + 20 + 4)}abcdexy`,
    );
    expect(unpackLz4(frame())).toHaveLength(0);
  });

  it('lets a block repeat what stands in the one before', () => {
    const blocks = [{ bytes: abc, plain: true }, { bytes: [0x02, 3, 0, 0x50, ...last] }];
    expect(Buffer.from(unpackLz4(frame(...blocks))).toString()).toBe('abcabcabcabcde');
  });

  it.each([
    ['other bytes', Uint8Array.from({ length: 20 }, () => 7), 'it is no LZ4 frame'],
    [
      'a block that ends behind the frame',
      frame({ bytes: abc }).subarray(0, 13),
      'an LZ4 block ends behind its frame',
    ],
    ['literals that are not there', frame({ bytes: [0x50, 97] }), 'an LZ4 block is cut short'],
    ['a length that is not there', frame({ bytes: [0xf0, 255] }), 'an LZ4 block is cut short'],
    [
      'a repetition from before the start',
      frame({ bytes: [0x10, 97, 2, 0, 0] }),
      'an LZ4 block repeats what is not there',
    ],
    [
      'a repetition of nothing',
      frame({ bytes: [0x10, 97, 0, 0, 0] }),
      'an LZ4 block repeats what is not there',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => unpackLz4(bytes)).toThrow(new RangeError(message));
  });

  it('refuses a frame without an end', () => {
    expect(() => unpackLz4(frame({ bytes: abc }).subarray(0, -2))).toThrow(RangeError);
  });
});
