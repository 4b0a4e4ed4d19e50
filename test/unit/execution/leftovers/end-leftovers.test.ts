import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endLeftovers, namedProcesses } from '../../../../src/execution/leftovers/end-leftovers.ts';
import { isRunning } from '../../../processes.ts';

async function group(script: string): Promise<number> {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It has ended.
    }
  });
  await once(child.stdout, 'data');
  return child.pid!;
}

describe.skipIf(process.platform === 'win32')('endLeftovers', () => {
  it('gives nothing where nothing is left', async () => {
    expect(await endLeftovers({ output: '/staging/none' }, 0)).toEqual([]);
  });

  it('ends what runs on, also what takes no notice of signals, and names it', async () => {
    const leader = await group(`(trap '' TERM; echo ready; exec sleep 51) & wait`);
    const ended = await endLeftovers({ group: leader, output: '/staging/none' }, 0);
    expect(ended.map(({ group: of }) => of)).toEqual(ended.map(() => leader));
    expect(ended.map(({ pid }) => isRunning(pid))).toEqual(ended.map(() => false));
    expect(namedProcesses(ended)).toMatch(/^\d+ \((sleep 51|sh -c .*)\)$/);
  });

  it('has no word for what ends by itself in time', async () => {
    const leader = await group('(echo ready; sleep 0.1) & wait; read -r never < /dev/zero');
    expect(await endLeftovers({ group: leader, output: '/staging/none' }, 30_000)).toEqual([]);
  });
});
