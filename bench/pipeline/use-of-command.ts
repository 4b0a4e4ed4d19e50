import { spawnSync } from 'node:child_process';
import { median } from './time-command.ts';

/** What a process has used when it ends. */
export interface Used {
  /** User and system time of all its threads. */
  processorS: number;
  seconds: number;
  /** Largest resident memory. */
  peakBytes: number;
}

/** Has a Node process say on descriptor 3, when it ends, what it has used. */
const TELL = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));",
)}`;

/** What a command of Node uses, its children not counted; throws when it fails. */
export function useOfCommand(parameters: readonly string[], cwd: string): Used {
  const start = performance.now();
  const { status, stderr, output, error } = spawnSync(process.execPath, ['--import', TELL, ...parameters], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0)
    throw new Error(
      `${parameters.join(' ')} ended with ${error?.message ?? String(status)}: ${String(stderr).slice(-2000)}`,
    );
  const usage = JSON.parse(String(output[3])) as NodeJS.ResourceUsage;
  return {
    processorS: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    seconds,
    peakBytes: usage.maxRSS * 1024,
  };
}

/** The median of each. */
export function middleOf(uses: readonly Used[]): Used {
  return {
    processorS: median(uses.map(({ processorS }) => processorS)),
    seconds: median(uses.map(({ seconds }) => seconds)),
    peakBytes: median(uses.map(({ peakBytes }) => peakBytes)),
  };
}
