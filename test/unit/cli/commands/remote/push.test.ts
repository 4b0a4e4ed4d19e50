import { expect, it } from 'vitest';
import { run } from '../../../../../src/cli/commands/remote/push.ts';
import { captured } from '../../../../captured.ts';
import { eosPipeline } from '../../../../command-line.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { smallProject } from '../../../../small-project.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

it('sends what a run has made, and another machine pulls it and runs nothing', async () => {
  const remote = temporaryFolder();
  const yaml = smallProject['pipeline.yaml']!.replace('title: Small', `title: Small\nremotes: [${remote}]`);
  const files = { ...smallProject, 'pipeline.yaml': yaml };
  const [here, there] = [projectFolder(files), projectFolder(files)];
  await eosPipeline(here, '--remote-access', 'off');
  const options = { cwd: here, color: false };
  expect((await captured(() => run([], options))).text).toMatch(
    /^pushed 5 results \(.*\) in .*; 0 were there already\n$/,
  );
  const again = (await captured(() => run([], { ...options, json: true }))).text;
  expect(JSON.parse(again)).toMatchObject({ type: 'push', sent: 5, there: 5 });
  expect((await eosPipeline(there, 'pull')).stdout).toMatch(/^fetched 5 results .*; 5 of 5 are here\n$/);
  expect((await eosPipeline(there, '--remote-access', 'off')).stdout).toMatch(/nothing to do|up to date/);
  expect((await eosPipeline(here, 'gc', '--remote')).stdout).toMatch(/freed 0 B .*kept 5 records/);
});
