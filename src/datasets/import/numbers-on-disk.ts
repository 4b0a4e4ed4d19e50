import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/**
 * Numbers that are too many for memory, in a file without a name: it is gone as soon as nobody has it open, however the
 * process ends.
 */
export class NumbersOnDisk implements Disposable {
  readonly #descriptor: number;
  #length = 0;

  /** @param folder where the file is made; the disk needs 8 bytes a number */
  constructor(folder: string) {
    const path = join(folder, `.numbers-${randomUUID()}`);
    this.#descriptor = openSync(path, 'wx+', 0o600);
    rmSync(path);
  }

  get length(): number {
    return this.#length;
  }

  append(values: Float64Array): void {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, 8 * this.#length + done);
    this.#length += values.length;
  }

  /** Reads numbers back, into new memory. */
  read(start: number, count: number): Float64Array<ArrayBuffer> {
    const values = new Float64Array(count);
    const bytes = new Uint8Array(values.buffer);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.#descriptor, bytes, done, bytes.length - done, 8 * start + done);
      if (read === 0)
        throw new RangeError(`numbers ${start} to ${start + count} of ${this.#length} were asked for`);
      done += read;
    }
    return values;
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}
