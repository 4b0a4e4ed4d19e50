/** Largest blocks by their code in the frame's head. */
const blockSizes: Record<number, number> = { 4: 2 ** 16, 5: 2 ** 18, 6: 2 ** 20, 7: 2 ** 22 };
/** A byte stands for 255 at most. */
const LARGEST_RATIO = 255;

/**
 * Unpacks an LZ4 frame, in which Arrow files packed with LZ4 keep their columns (the frame format of LZ4, version 1.6.4).
 * Checksums, which Arrow does not write, are passed over.
 * @throws {RangeError} where the bytes are no such frame
 */
export function unpackLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const descriptor = view.getUint8(4);
  const largest = blockSizes[view.getUint8(5) >> 4];
  if (view.getUint32(0, true) !== 0x184d2204 || descriptor >> 6 !== 1 || largest === undefined)
    throw new RangeError('it is no LZ4 frame');
  const [blockSums, sized, dictionary] = [descriptor & 16, descriptor & 8, descriptor & 1];
  if (dictionary !== 0) throw new RangeError('the LZ4 frame needs a dictionary');
  const blocks: { start: number; end: number; plain: boolean }[] = [];
  let bound = 0;
  for (let at = sized === 0 ? 7 : 15; ;) {
    const word = view.getUint32(at, true);
    if (word === 0) break;
    const [start, size] = [at + 4, word & 0x7fffffff];
    if (start + size > frame.length) throw new RangeError('an LZ4 block ends behind its frame');
    blocks.push({ start, end: start + size, plain: word > 0x7fffffff });
    bound += Math.min(largest, LARGEST_RATIO * size);
    at = start + size + (blockSums === 0 ? 0 : 4);
  }
  const target = new Uint8Array(bound);
  let length = 0;
  for (const { start, end, plain } of blocks) {
    const block = frame.subarray(start, end);
    // A block may repeat what stands in those before it.
    if (plain) target.set(block, length);
    length = plain ? length + block.length : unpackBlock(block, target, length);
  }
  return target.subarray(0, length);
}

/** Unpacks a block: literal bytes, then a part of what was unpacked already, again and again. */
function unpackBlock(block: Uint8Array, target: Uint8Array, start: number): number {
  let [at, to] = [0, start];
  const next = (): number => {
    const byte = block[at++];
    if (byte === undefined) throw new RangeError('an LZ4 block is cut short');
    return byte;
  };
  const lengthFrom = (half: number): number => {
    let length = half;
    if (half === 15)
      for (let byte = 255; byte === 255;) {
        byte = next();
        length += byte;
      }
    return length;
  };
  while (at < block.length) {
    const token = next();
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length) throw new RangeError('an LZ4 block is cut short');
    target.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === block.length) break;
    const offset = next() | (next() << 8);
    const repeated = lengthFrom(token & 15) + 4;
    if (offset === 0 || offset > to || to + repeated > target.length)
      throw new RangeError('an LZ4 block repeats what is not there');
    // Byte by byte: the part may reach into what it makes.
    for (const end = to + repeated; to < end; to++) target[to] = target[to - offset]!;
  }
  return to;
}
