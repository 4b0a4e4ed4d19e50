import { expect, it } from 'vitest';
import { forecastProject } from '../../../../src/cli/cost/forecast-project.ts';
import { forecastText } from '../../../../src/cli/cost/forecast-text.ts';
import { inspectChosen } from '../../../../src/cli/inspection.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

it('forecasts the packaged pipeline in a folder that has never run anything, by what was measured elsewhere', async () => {
  const options = { cwd: projectFolder({}), color: false, profile: 'paper-flow' };
  const inspected = await inspectChosen(options, ['analyze[experiment=atrial-fibrillation-*]']);
  const forecast = forecastProject(inspected, { jobs: 4 })!;
  expect(forecast).toMatchObject({ instances: 161, unknown: 1, jobs: 4 });
  expect(forecast.coreMs).toBeGreaterThan(30 * 60_000);
  expect(forecast.coreMs).toBeLessThan(48 * 3_600_000);
  expect(forecast.wallMs).toBeGreaterThanOrEqual(forecast.coreMs / 4);
  expect(forecastText(forecast)).toMatch(/^expected cost: about .* of processor time, .* with -j 4 /);
});

it('forecasts by the records of the cache, of what is not up to date only: a new number by those that ran', async () => {
  const cwd = projectFolder(smallProject);
  const forecast = async (...set: string[]) => {
    const options = { cwd, color: false, set };
    return forecastProject(await inspectChosen(options, []), { jobs: 2 });
  };
  expect(await forecast()).toBeUndefined();
  await eosPipeline(cwd);
  expect(await forecast()).toBeUndefined();
  const again = (await forecast('params.values=[2, 3, 4]'))!;
  expect(again).toMatchObject({ instances: 3, unknown: 0 });
  expect(again.coreMs).toBeGreaterThan(0);
});
