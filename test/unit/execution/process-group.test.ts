import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { killGroup } from '../../../src/execution/process-group.ts';
import { isRunning, untilEnded } from '../../processes.ts';

const MODULE = new URL('../../../src/execution/process-group.ts', import.meta.url).href;

/** Starts the leader of a process group that runs this script, and gives what it says first. */
async function lead(
  command: string,
  parts: string[],
): Promise<{ leader: number; said: string; exit: Promise<unknown[]> }> {
  const child = spawn(command, parts, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    killGroup(child.pid!);
  });
  const exit = once(child, 'exit');
  const said = String((await once(child.stdout, 'data'))[0]).trim();
  return { leader: child.pid!, said, exit };
}

describe.skipIf(process.platform === 'win32')('killGroup', () => {
  it('ends a process with everything that it started, and is content where nothing is left', async () => {
    const { leader, said } = await lead('sh', ['-c', 'sleep 600 & echo $!; wait']);
    const started = Number(said);
    expect([leader, started].map(isRunning)).toEqual([true, true]);
    killGroup(leader);
    await Promise.all([untilEnded(leader), untilEnded(started)]);
    expect([leader, started].map(isRunning)).toEqual([false, false]);
    killGroup(leader);
  });
});

describe.skipIf(process.platform === 'win32')('killOwnGroup', () => {
  it('ends the process that calls it with everything that it started', async () => {
    const script = `
      import { spawn } from 'node:child_process';
      import { killOwnGroup } from ${JSON.stringify(MODULE)};
      const { pid } = spawn('sleep', ['600']);
      process.stdout.write(String(pid), () => killOwnGroup());
    `;
    const { said, exit } = await lead(process.execPath, ['--input-type=module', '-e', script]);
    expect(await exit).toEqual([null, 'SIGKILL']);
    await untilEnded(Number(said));
    expect(isRunning(Number(said))).toBe(false);
  });
});
