import { expect, it } from 'vitest';
import { dryRun } from '../../../src/cli/dry-run.ts';
import { captured } from '../../captured.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';
import { stageText } from '../../stage-project.ts';

it('a dry run warns as a run does of what the keys will not see', async () => {
  const cwd = projectFolder({
    'pipeline.yaml': `version: 1
stages:
  a: { uses: ./a.mjs }
  b: { matrix: { n: [1, 2] }, run: 'echo $SECRET > $EOS_OUTPUT/x', outputs: [x] }
`,
    'a.mjs': stageText('await import(params.name);'),
  });
  const { text } = await captured(() => dryRun([], { cwd, color: false }));
  expect(text).toContain('warning  a: a.mjs:');
  expect(text).toContain(': where import(params.name) leads is decided when the stage runs');
  expect(text.match(/warning {2}b\[n=1\]: the command names the environment variable SECRET/g)).toHaveLength(
    1,
  );
  const json = await captured(() => dryRun([], { cwd, color: false, json: true }));
  const { warnings } = JSON.parse(json.text) as { warnings: { instance: string }[] };
  expect(warnings.map(({ instance }) => instance)).toEqual(['a', 'b[n=1]']);
});

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
