import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { realJob } from '../../../../../src/execution/worker/sandbox/real-job.ts';
import { stageView } from '../../../../../src/execution/worker/sandbox/stage-view.ts';
import { workingFolder } from '../../../../../src/execution/working-folder.ts';
import type { StageJob } from '../../../../../src/execution/job.ts';
import { sandboxedCommand, sandboxedStage, withData } from '../../../../sandboxed-job.ts';

function viewOf(job: StageJob) {
  mkdirSync(job.staging, { recursive: true });
  const real = realJob(job);
  const view = stageView(real, { environment: {}, network: true });
  return { real, view, writable: view.places.filter(({ writable }) => writable).map(({ to }) => to) };
}

it('lets a command write its output, and to folders of its own that stand for home and temporary ones', () => {
  const { real, view, writable } = viewOf(
    withData(sandboxedCommand('bubblewrap', 'true', { 'in/a': '' }), 'in'),
  );
  expect(writable).toEqual(expect.arrayContaining([real.staging, '/tmp', homedir()]));
  expect(writable).not.toContain(real.projectRoot);
  expect(view).toMatchObject({ cwd: real.projectRoot, network: true });
  expect(view.places).toContainEqual({ from: `${real.projectRoot}/in`, to: `${real.projectRoot}/in` });
  expect(view.places).toContainEqual({ from: process.execPath, to: process.execPath });
});

it('lets a stage file write to its current folder, too', () => {
  const { real, view, writable } = viewOf(sandboxedStage('bubblewrap', ''));
  expect(view.cwd).toBe(workingFolder(real.staging));
  expect(writable).toContain(view.cwd);
});
