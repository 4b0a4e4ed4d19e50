import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BIN } from './command-line.ts';

/** What of an event a test of killed runs looks at. */
interface KilledRunEvent {
  type: string;
  stage?: string;
  fraction?: number;
  resumed?: boolean;
  checkpoint?: boolean;
}

/** Runs a command with `--json` and sends the signal, once, when the stage has come so far. */
export async function killAt(
  folder: string,
  command: readonly string[],
  { stage, fraction, signal }: { stage: string; fraction: number; signal: NodeJS.Signals },
): Promise<KilledRunEvent[]> {
  const child = spawn(process.execPath, [BIN, ...command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const events: KilledRunEvent[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as KilledRunEvent;
    events.push(event);
    // A second one would end the run at once.
    if (child.killed || event.type !== 'instance-progress' || event.stage !== stage) continue;
    if (event.fraction! >= fraction) child.kill(signal);
  }
  await ended;
  return events;
}

/** The line of the stage's first instance in the lock file: its key and the digest of its output. */
export function lockedLine(folder: string, stage: string): string {
  return readFileSync(join(folder, 'pipeline.lock'), 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${stage}[`))!;
}
