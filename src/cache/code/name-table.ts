/** Names with what was found under them. Two files may have one name, as two packages of one name have, and a package several versions. */
export class NameTable {
  readonly #values = new Map<string, Set<string>>();

  /** Adds a value under a name; the same one twice is one. */
  add(name: string, value: string): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, new Set([value]));
    else values.add(value);
  }

  /** Number of names. */
  get size(): number {
    return this.#values.size;
  }

  /** Whether anything was found under the name. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Name → values in one text; the same one in whichever order they were added. */
  sorted(): Record<string, string> {
    return Object.fromEntries(
      [...this.#values]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, values]) => [name, [...values].sort().join(', ')]),
    );
  }
}
