import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

/** The message about a stage that needs this path, beside one that publishes to out/deep. */
async function refused(input: string): Promise<string> {
  const folder = projectFolder({
    'pipeline.yaml': `version: 1
stages:
  a: { run: ls, outputs: [x], publish: out/deep }
  b: { run: ls, outputs: [x], needs: { all: { file: ${input} } } }
`,
    'cache/x': '',
  });
  symlinkSync('.', join(folder, 'link'));
  const plan = loadPipeline(join(folder, 'pipeline.yaml')).then((pipeline) =>
    buildPlan(pipeline, { cacheFolder: join(folder, 'cache') }),
  );
  return messageOf(
    plan.then(() => {
      throw new Error('accepted');
    }),
    folder,
  );
}

describe('an input that every run changes', () => {
  it('is refused before anything runs, at its place', async () => {
    expect(await refused('.')).toBe(`pipeline.yaml:4:53: the input "." holds the cache: every run changes it
  4 |   b: { run: ls, outputs: [x], needs: { all: { file: . } } }
    |                                                     ^
  expected files and folders that the pipeline itself does not write to
  name the files or folders in it that the stage reads

1 fault; nothing was run.`);
  });

  it.each([
    ['link', 'holds the cache'],
    ['cache', 'lies in the cache'],
    ['cache/x', 'lies in the cache'],
    ['link/cache/x', 'lies in the cache'],
    ['pipeline.lock', 'holds pipeline.lock'],
    ['out', 'holds the folder that a publishes to'],
  ])('may be %s', async (input, problem) => {
    expect(await refused(input)).toContain(`the input "${input}" ${problem}: every run changes it`);
  });

  it.each(['data', 'pipeline.yaml', 'cachet', 'output'])('is not %s', async (input) => {
    expect(await refused(input)).toBe('accepted');
  });
});
