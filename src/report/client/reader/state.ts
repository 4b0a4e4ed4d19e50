/// <reference lib="dom" />

/** What the reader has chosen, for every figure of the page. */
export interface ReaderState {
  x: 'iteration' | 'time';
  y: 'auto' | 'linear' | 'log';
  /** Runs to draw by how they ended. */
  status: 'all' | 'converged' | 'iteration-limit';
  theme: 'light' | 'dark';
  /** The run that stands out, and the size that stands out within an experiment. */
  isolated: string | undefined;
  isolatedSize: { experiment: string; size: number } | undefined;
  /** Which snapshot and which sample the picture of alignment shows; the last snapshot unless one is chosen. */
  snapshot: number | undefined;
  sample: number;
}

/** Called with the names of what changed. */
export type StateListener = (changed: ReadonlySet<keyof ReaderState>) => void;

/** The state and those who listen to it. */
export class ReaderChoices {
  readonly state: ReaderState;
  readonly #listeners: StateListener[] = [];

  constructor() {
    this.state = {
      x: 'iteration',
      y: 'auto',
      status: 'all',
      theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
      isolated: undefined,
      isolatedSize: undefined,
      snapshot: undefined,
      sample: 0,
    };
  }

  listen(listener: StateListener): void {
    this.#listeners.push(listener);
  }

  /** Takes over the given choices and tells the listeners what is new. */
  choose(choices: Partial<ReaderState>): void {
    const changed = new Set<keyof ReaderState>();
    for (const key of Object.keys(choices) as (keyof ReaderState)[])
      if (this.state[key] !== choices[key]) changed.add(key);
    if (changed.size === 0) return;
    Object.assign(this.state, choices);
    for (const listener of this.#listeners) listener(changed);
  }
}
