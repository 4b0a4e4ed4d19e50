import { expect, it } from 'vitest';
import { run } from '../../../../../src/cli/commands/remote/pull.ts';
import { captured } from '../../../../captured.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { smallProject } from '../../../../small-project.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

it('says what no remote has', async () => {
  const yaml = smallProject['pipeline.yaml']!.replace(
    'title: Small',
    `title: Small\nremotes: [${temporaryFolder()}]`,
  );
  const cwd = projectFolder({ ...smallProject, 'pipeline.yaml': yaml });
  const { exitCode, text } = await captured(() => run([], { cwd, color: false }));
  expect(exitCode).toBe(0);
  expect(text).toMatch(
    /^fetched 0 results \(0 B\) in .*; 0 of 5 are here\n5 are in no remote: "eos-pipeline repro" makes them\n$/,
  );
});

it('refuses where there is no remote', async () => {
  await expect(run([], { cwd: projectFolder(smallProject), color: false })).rejects.toMatchObject({
    exitCode: 2,
  });
});
