import { constants } from 'node:os';

/** How a command ended, in words, and what to do. */
export interface CommandEnd {
  words: string;
  hint: string;
}

const IN_LOG = 'Its output is in the log.';

/**
 * What an exit code of a shell means. Shells report a program that could not be started as 126 and 127, and one that a signal
 * ended as 128 and the number of the signal.
 */
export function commandEnd(exitCode: number): CommandEnd {
  const words = `ended with exit code ${exitCode}`;
  if (exitCode === 126)
    return {
      words: `${words} (a program that cannot be executed)`,
      hint: `${IN_LOG} Make the file executable (chmod +x), or name what runs it: "bash FILE", "python3 FILE".`,
    };
  if (exitCode === 127)
    return {
      words: `${words} (a program that was not found)`,
      hint: `${IN_LOG} It names the program: install it, correct its name, or put its folder on PATH.`,
    };
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0];
  if (signal === undefined) return { words, hint: IN_LOG };
  return { words: `${words} (${signal})`, hint: signalHint(signal) };
}

function signalHint(signal: string): string {
  switch (signal) {
    case 'SIGKILL':
      return `${IN_LOG} Another program ended it, or the system did because memory ran out: lower --jobs, or give the stage "resources: { memory: … }".`;
    case 'SIGPIPE':
      return `${IN_LOG} What read its output in a pipe stopped early, as "head" does: let it read to the end, or write "| { head -1; cat > /dev/null; }".`;
    case 'SIGTERM':
      return `${IN_LOG} Another program asked it to end.`;
    case 'SIGSEGV':
    case 'SIGABRT':
    case 'SIGBUS':
    case 'SIGFPE':
    case 'SIGILL':
      return `${IN_LOG} The program crashed.`;
    default:
      return IN_LOG;
  }
}
