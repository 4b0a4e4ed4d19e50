/** Timers of the platform count in 31 bits: a longer time would be over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls back once after a time of any length; the result calls it off. */
export function longTimeout(timeMs: number, work: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (restMs: number): void => {
    const partMs = Math.min(restMs, LONGEST_MS);
    timer = setTimeout(() => {
      if (restMs > partMs) wait(restMs - partMs);
      else work();
    }, partMs);
  };
  wait(timeMs);
  return () => {
    clearTimeout(timer);
  };
}
