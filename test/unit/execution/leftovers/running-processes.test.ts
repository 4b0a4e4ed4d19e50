import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { runningProcesses } from '../../../../src/execution/leftovers/running-processes.ts';

/** A shell that leads a group of its own and says "ready". */
async function shell(script: string, output = 'none'): Promise<number> {
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], EOS_OUTPUT: output },
  });
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

describe.skipIf(process.platform === 'win32')('runningProcesses', () => {
  it('finds the group of a process without the process that leads it', async () => {
    const group = await shell('sleep 41 & sleep 42 & echo ready; wait');
    await expect
      .poll(() => runningProcesses({ group, output: '/none' }).map(({ command }) => command))
      .toEqual(['sleep 41', 'sleep 42']);
    expect(runningProcesses({ output: '/none' })).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'finds by its environment what has left the group, and nothing whose output only begins alike',
    async () => {
      const output = `/staging/of-${process.pid}`;
      const pid = await shell('echo ready; sleep 43; true', output);
      await shell('echo ready; sleep 44; true', `${output}.2`);
      await expect
        .poll(() => runningProcesses({ output }).map(({ command }) => command))
        .toEqual(['sh -c echo ready; sleep 43; true', 'sleep 43']);
      expect(runningProcesses({ output })[0]).toEqual({
        pid,
        group: pid,
        command: 'sh -c echo ready; sleep 43; true',
      });
    },
  );

  it.runIf(process.platform === 'linux')(
    'finds by a file that it can write to what has left the group and dropped its environment',
    async () => {
      const output = temporaryFolder();
      const clean = "env -i /bin/sh -c 'echo ready; exec /bin/sleep 46'";
      await shell(`exec 3>>${output}/x; exec 4<${output}/x; ${clean}; true`);
      await shell(`echo 1 > ${output}/y; exec 4<${output}/y; ${clean}; true`);
      await expect
        .poll(() => runningProcesses({ output }).map(({ command }) => command))
        .toEqual([expect.stringContaining('exec 3>>'), '/bin/sleep 46']);
    },
  );

  it('shows a long command, and one with line breaks, on one short line', async () => {
    const output = `/staging/long-${process.pid}`;
    const group = await shell(`sh -c 'echo ready; sleep 45\n: ${'x'.repeat(200)}'; true`, output);
    await expect
      .poll(() => runningProcesses({ group, output: '/none' })[0]?.command)
      .toBe(`sh -c echo ready; sleep 45 : ${'x'.repeat(91)}…`);
  });
});
