const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens to Ctrl-C and its like until the returned function is called: the first one asks, every later one insists.
 * Without this a signal would end the process in the middle.
 */
export function listenForInterrupts(
  onFirst: (signal: string) => void,
  onAgain: (signal: string) => void,
): () => void {
  let asked = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (asked) onAgain(signal);
    else onFirst(signal);
    asked = true;
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
}
