import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { killGroup } from '../../../../src/execution/process-group.ts';
import { isRunning, untilEnded } from '../../../processes.ts';
import { projectFolder } from '../../../project-folder.ts';

const SOURCE = JSON.stringify(
  new URL('../../../../src/execution/leftovers/end-with-parent.ts', import.meta.url).href,
);

it('ends a process that computes, and keeps none alive', async () => {
  const project = {
    'busy.mjs': `
      import { endWithParent } from ${SOURCE};
      endWithParent();
      if (process.argv[2] === 'busy') setTimeout(() => process.stdout.write(String(process.pid), () => { for (;;); }), 1500);`,
    'parent.mjs': `
      import { spawn } from 'node:child_process';
      spawn(process.execPath, [process.argv[2], 'busy'], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });`,
  };
  const folder = projectFolder(project);
  const busy = join(folder, 'busy.mjs');
  const idle = spawn(process.execPath, [busy], { stdio: 'inherit' });
  expect(await once(idle, 'exit')).toEqual([0, null]);
  const parent = spawn(process.execPath, [join(folder, 'parent.mjs'), busy], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = Number(String((await once(parent.stdout, 'data'))[0]));
  onTestFinished(() => {
    killGroup(pid);
  });
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await untilEnded(pid);
});
