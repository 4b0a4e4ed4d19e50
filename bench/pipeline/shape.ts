/** Trivial stages: `pairs` times cp in → first → second, and one last stage that collects all seconds (687 stages for 343 pairs). */
export interface Shape {
  pairs: number;
  /** Without it there is only the first stage of each pair. */
  chained: boolean;
}

/** An odd number of stages is chained. */
export function shapeOf(stages: number): Shape {
  return stages % 2 === 1 ? { pairs: (stages - 1) / 2, chained: true } : { pairs: stages, chained: false };
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
