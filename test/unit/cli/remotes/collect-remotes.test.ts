import { expect, it } from 'vitest';
import { collectRemotes } from '../../../../src/cli/remotes/collect-remotes.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { captured } from '../../../captured.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const options = { color: false };
const nothing = { keep: new Set<never>(), pending: false };

const open = (remote: string) =>
  openProject({
    ...options,
    cwd: projectFolder({
      'pipeline.yaml': `version: 1\nremotes: [${remote}]\nstages: { a: { run: 'true', outputs: [a] } }\n`,
    }),
  });

it('says what went, remote by remote', async () => {
  const remote = temporaryFolder();
  const project = await open(remote);
  const { text, exitCode } = await captured(() => collectRemotes(project, options, nothing));
  expect([exitCode, text]).toEqual([
    0,
    `${remote}: freed 0 B (0 records, 0 contents, 0 cut uploads); kept 0 records with 0 contents, 0 B\n`,
  ]);
});

it('refuses where keys are not known, where a remote cannot list, and says what is wrong with one', async () => {
  const project = await open(temporaryFolder());
  const pending = { ...nothing, pending: true };
  await expect(collectRemotes(project, { ...options, keepDays: 0 }, pending)).rejects.toMatchObject({
    code: 'bad-argument',
  });
  await expect(collectRemotes(await open('http://127.0.0.1:1/cache'), options, nothing)).rejects.toThrow(
    'the remote http://127.0.0.1:1/cache cannot say what it holds',
  );
});
