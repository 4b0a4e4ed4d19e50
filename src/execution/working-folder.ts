/**
 * The current folder of a stage file while it runs, its own and empty: beside its staging folder, so that whoever cleans up after a
 * killed session finds it.
 */
export function workingFolder(staging: string): string {
  return `${staging}-cwd`;
}

/** Where a stage file fills its checkpoints, before the worker keeps them. */
export function checkpointFolder(staging: string): string {
  return `${staging}-checkpoints`;
}
