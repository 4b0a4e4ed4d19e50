/** Trivial stages: `pairs` times cp in → first → second, and one last stage that collects all seconds (687 stages for 343 pairs). */
export interface Shape {
  pairs: number;
  /** Without it there is only the first stage of each pair. */
  chained: boolean;
}

export function stageCount({ pairs, chained }: Shape): number {
  return chained ? 2 * pairs + 1 : pairs;
}

export function shapeName(shape: Shape): string {
  const { pairs, chained } = shape;
  return chained ? `${stageCount(shape)} (${pairs} → ${pairs} → 1)` : String(pairs);
}

/** What each tool is asked to do. */
export interface Tool {
  name: string;
  /** Largest shape that is worth the wait. */
  atMost: number;
  /** Writes a project into an empty folder. */
  prepare(folder: string, shape: Shape): void;
  /** The command that brings it up to date, and its arguments. */
  command: [string, ...string[]];
}
