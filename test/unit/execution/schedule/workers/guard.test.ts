import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { killGroup } from '../../../../../src/execution/process-group.ts';
import { isRunning, untilEnded } from '../../../../processes.ts';
import { projectFolder } from '../../../../project-folder.ts';

const GUARD = JSON.stringify(
  new URL('../../../../../src/execution/schedule/workers/guard.ts', import.meta.url).href,
);

const project = {
  // Computes without a pause, so that it hears nothing by itself.
  'busy.mjs': 'for (;;);',
  'main.mjs': `
    import { spawn } from 'node:child_process';
    import { guardGroup, unguardGroup } from ${GUARD};
    const busy = new URL('./busy.mjs', import.meta.url).pathname;
    const pids = [1, 2, 3].map(() => spawn(process.execPath, [busy], { detached: true, stdio: 'ignore' }).pid);
    for (const pid of pids) guardGroup(pid);
    unguardGroup(pids[1]);
    process.stdout.write(JSON.stringify(pids));
    setInterval(() => undefined, 1000);`,
};

it.skipIf(process.platform === 'win32')(
  'ends the guarded process groups when the main process dies, and no other',
  async () => {
    const main = spawn(process.execPath, [join(projectFolder(project), 'main.mjs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pids = JSON.parse(String((await once(main.stdout, 'data'))[0])) as number[];
    onTestFinished(() => {
      pids.forEach(killGroup);
    });
    expect(pids.map(isRunning)).toEqual([true, true, true]);
    main.kill('SIGKILL');
    await untilEnded(pids[0]!);
    await untilEnded(pids[2]!);
    await setTimeout(50);
    expect(pids.map(isRunning)).toEqual([false, true, false]);
  },
);
