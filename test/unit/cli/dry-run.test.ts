import { expect, it } from 'vitest';
import { dryRun } from '../../../src/cli/dry-run.ts';
import { captured } from '../../captured.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

it('a dry run says what would run and what might, in words and for programs', async () => {
  const cwd = projectFolder(smallProject);
  const { exitCode, text } = await captured(() => dryRun(['power[value=2]'], { cwd, color: false }));
  expect(exitCode).toBe(0);
  expect(text).toBe(`run    number[value=2]: never run
maybe  power[value=2]: waits for number
1 would run, 1 more if what they need gives other bytes, 0 up to date; nothing was run.
`);
  const json = await captured(() => dryRun([], { cwd, color: false, json: true }));
  expect((JSON.parse(json.text) as { instances: unknown[] }).instances).toHaveLength(5);
});
