/** Takes bytes from a stream in portions of any size. Declare it with `await using`, so that the stream is closed. */
export class ByteReader implements AsyncDisposable {
  readonly #stream: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array(0) as Uint8Array;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  /** The next bytes, in new memory; fewer than asked for only where the stream ends. */
  async read(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array[] = [];
    let held = 0;
    while (held < count) {
      if (this.#rest.length === 0) {
        const next = await this.#stream.next();
        if (next.done === true) break;
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, count - held);
      pieces.push(piece);
      held += piece.length;
      this.#rest = this.#rest.subarray(piece.length);
    }
    const bytes = new Uint8Array(held);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stream.return?.();
  }
}
