import { ByteBuffer } from 'flatbuffers';

/* eslint-disable @typescript-eslint/unbound-method -- called with the buffer that it belongs to */
const lengthOf = ByteBuffer.prototype.__vector_len;
/* eslint-enable @typescript-eslint/unbound-method */

/**
 * Lets the heads of Arrow messages hold no longer lists than the bytes they stand in: the reader believes the length that
 * a damaged head tells, and would count to billions.
 */
export function boundVectors(): void {
  ByteBuffer.prototype.__vector_len = function (this: ByteBuffer, offset: number): number {
    const length = lengthOf.call(this, offset);
    if (length < 0 || length > this.capacity())
      throw new RangeError(`a list of ${length} entries stands in ${this.capacity()} bytes`);
    return length;
  };
}
