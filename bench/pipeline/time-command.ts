import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';

const nowhere = openSync('/dev/null', 'w');

/** Wall seconds of a command, from its start to its end; throws when it fails. */
export function timeCommand([command, ...parameters]: readonly [string, ...string[]], cwd: string): number {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(command, parameters, {
    cwd,
    stdio: ['ignore', nowhere, 'pipe'],
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0)
    throw new Error(
      `${command} ${parameters.join(' ')} ended with ${error?.message ?? String(status)}: ${stderr.toString().slice(-2000)}`,
    );
  return seconds;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
