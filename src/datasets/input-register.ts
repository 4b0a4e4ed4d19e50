import { hash } from 'node:crypto';

/** Says of each input whether it came before, and under which label. Memory: 12 to 36 bytes an input. */
export class InputRegister {
  readonly #mask: number;
  readonly #words: Uint32Array;
  readonly #labels: Int32Array;

  /** @param inputs how many there will be at most */
  constructor(inputs: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(2, 1.5 * inputs)));
    this.#mask = places - 1;
    this.#words = new Uint32Array(2 * places);
    this.#labels = new Int32Array(places);
  }

  /**
   * Enters an input under a label, unless it is there already. Inputs are told apart by 64 bits of their SHA-1: among ten
   * million different ones, two are taken for one with a chance of 3 in a million.
   * @returns the label under which the input came first; undefined where it is new
   */
  enter(values: Uint8Array | Float64Array, label: number): number | undefined {
    const digest = hash('sha1', values, 'buffer');
    // 0, 0 marks an empty place.
    const first = digest.readUInt32LE(0) || 1;
    const second = digest.readUInt32LE(4);
    for (let place = digest.readUInt32LE(8) & this.#mask; ; place = (place + 1) & this.#mask) {
      if (this.#words[2 * place] === 0) {
        this.#words[2 * place] = first;
        this.#words[2 * place + 1] = second;
        this.#labels[place] = label;
        return undefined;
      }
      if (this.#words[2 * place] === first && this.#words[2 * place + 1] === second)
        return this.#labels[place];
    }
  }
}
