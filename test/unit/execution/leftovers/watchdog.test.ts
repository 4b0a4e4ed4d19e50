import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { killGroup } from '../../../../src/execution/process-group.ts';
import { isRunning, untilEnded } from '../../../processes.ts';
import { projectFolder } from '../../../project-folder.ts';

const WATCHDOG = JSON.stringify(
  new URL('../../../../src/execution/leftovers/watchdog.ts', import.meta.url).href,
);

const project = {
  // Computes without a pause, so that it hears nothing by itself.
  'busy.mjs': `
    import { Worker } from 'node:worker_threads';
    const watchdog = new Worker(new URL(${WATCHDOG}), { workerData: { parent: process.ppid } });
    watchdog.on('online', () => process.stdout.write(String(process.pid), () => { for (;;); }));`,
  'parent.mjs': `
    import { spawn } from 'node:child_process';
    const busy = new URL('./busy.mjs', import.meta.url);
    spawn(process.execPath, [busy.pathname], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });`,
};

it.skipIf(process.platform === 'win32')(
  'ends a process that computes without a pause when its parent dies',
  async () => {
    const parent = spawn(process.execPath, [join(projectFolder(project), 'parent.mjs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const busy = Number(String((await once(parent.stdout, 'data'))[0]));
    onTestFinished(() => {
      killGroup(busy);
    });
    expect(isRunning(busy)).toBe(true);
    parent.kill('SIGKILL');
    await untilEnded(busy);
    expect(isRunning(busy)).toBe(false);
  },
);
