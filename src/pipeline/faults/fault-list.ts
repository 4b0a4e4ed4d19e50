import type { ConfigPath, Fault } from './fault.ts';
import { ReferenceFault } from './reference-fault.ts';

/** Collects faults; the same fault of many instances of one stage counts once. */
export class FaultList {
  readonly faults: Fault[] = [];
  /** How many were added, repetitions included. */
  count = 0;
  readonly #seen = new Set<string>();

  /** Adds a fault, unless the same one was added before. */
  add(fault: Fault): void {
    this.count++;
    const identity = JSON.stringify([fault.place, fault.message]);
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    this.faults.push(fault);
  }

  /** Adds a fault at a value of pipeline.yaml. */
  at(
    path: ConfigPath,
    message: string,
    said: { expected?: string; hint?: string; text?: string } = {},
  ): void {
    const { text, ...rest } = said;
    this.add({
      place: { kind: 'config', path, part: 'value', ...(text === undefined ? {} : { text }) },
      message,
      ...rest,
    });
  }

  /** Runs `work` and keeps a ReferenceFault of it as a fault at `path`; the result is then undefined. */
  guard<Result>(path: ConfigPath, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ReferenceFault)) throw error;
      this.at(path, error.message, { hint: error.hint, text: error.text });
      return undefined;
    }
  }
}
