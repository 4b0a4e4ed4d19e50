import { expect, it } from 'vitest';
import { runForecast } from '../../../../src/cli/before/run-forecast.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { eosPipeline } from '../../../command-line.ts';
import { reportProject } from '../../../report-project.ts';

it('adds what downloads pin to what the records of the cache forecast for the others, and expects what each took', async () => {
  const { folder } = reportProject();
  const project = await openProject({ cwd: folder, color: false });
  const forecast = (): ReturnType<typeof runForecast> => runForecast(project, project.plan.instances, 2);
  expect(forecast()).toEqual({ bytes: 12, durationsMs: new Map() });
  await eosPipeline(folder);
  const { bytes, durationsMs } = forecast();
  expect(bytes).toBeGreaterThan(10_000);
  expect([...durationsMs.keys()]).toEqual(['fetch', 'report']);
  for (const durationMs of durationsMs.values()) expect(durationMs).toBeGreaterThan(0);
});
