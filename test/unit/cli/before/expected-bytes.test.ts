import { expect, it } from 'vitest';
import { expectedBytes } from '../../../../src/cli/before/expected-bytes.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { eosPipeline } from '../../../command-line.ts';
import { reportProject } from '../../../report-project.ts';

it('adds what downloads pin to what the records of the cache forecast for the others', async () => {
  const { folder } = reportProject();
  const project = await openProject({ cwd: folder, color: false });
  expect(expectedBytes(project, project.plan.instances, {})).toBe(12);
  await eosPipeline(folder);
  expect(expectedBytes(project, project.plan.instances, {})).toBeGreaterThan(10_000);
});
