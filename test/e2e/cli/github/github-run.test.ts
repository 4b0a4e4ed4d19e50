import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eosPipelineWith, jsonLines } from '../../../command-line.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

const broken = smallProject['pipeline.yaml']!.replace('run: echo $((', 'run: exit 3; echo $((');

function runner(folder: string): Record<string, string | undefined> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    FORCE_COLOR: '1',
    NO_COLOR: undefined,
  };
}

describe('a run in a step of a GitHub workflow', () => {
  it('appends what ran and what was up to date to the summary of the job', async () => {
    const folder = projectFolder(smallProject);
    const { exitCode, stderr } = await eosPipelineWith(runner(folder), folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await eosPipelineWith(runner(folder), folder, '--set', 'params.power=3', '--json');
    // Times, and what a slow machine saved, differ.
    const summary = readFileSync(join(folder, 'summary.md'), 'utf8')
      .replaceAll(/ \(which saved .*\)/g, '')
      .replaceAll(/\b(\d+\.\d+ s|\d+m\d\ds)/g, 'T s');
    expect(summary).toBe(`## Small

Profile squares: done in T s: 5 ran

| Stage | Instances | Ran | Up to date | Failed | Interrupted | Not run | Time of what ran |
| :-- | --: | --: | --: | --: | --: | --: | --: |
| number | 2 | 2 |  |  |  |  | T s |
| power | 2 | 2 |  |  |  |  | T s |
| page | 1 | 1 |  |  |  |  | T s |

## Small

Profile squares: done in T s: 3 ran, 2 up to date

| Stage | Instances | Ran | Up to date | Failed | Interrupted | Not run | Time of what ran |
| :-- | --: | --: | --: | --: | --: | --: | --: |
| number | 2 |  | 2 |  |  |  |  |
| power | 2 | 2 |  |  |  |  | T s |
| page | 1 | 1 |  |  |  |  | T s |

`);
  });

  it('annotates what failed at its stage in pipeline.yaml, without colours', async () => {
    const folder = projectFolder({ ...smallProject, 'pipeline.yaml': broken });
    const { exitCode, stdout, stderr } = await eosPipelineWith(runner(folder), folder, '-j', '1');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^::error file=pipeline\.yaml,line=12,col=3,title=power\[value=2\] failed::the command ended with exit code 3.*\n$/,
    );
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/\u001b/);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(
      /^### power\\\[value=2\\\] failed\n\n```text\npipeline\.yaml:12:3: the command ended with exit code 3/m,
    );
  });

  it('annotates each fault of pipeline.yaml, and leaves JSON on the output alone', async () => {
    const folder = projectFolder({});
    writeProject(folder, {
      'pipeline.yaml': 'version: 1\nstages:\n  a: { run: ls, outputs: [x], retrys: 2 }\n',
    });
    const outcome = await eosPipelineWith(runner(folder), folder, 'repro', '--json');
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toMatch(
      /^::error file=pipeline\.yaml,line=3,col=\d+,title=eos-pipeline::.*retrys.*\n$/,
    );
    expect(jsonLines(outcome)).toMatchObject([{ type: 'error', code: 'bad-pipeline' }]);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(
      /^### eos-pipeline ended with an error\n/,
    );
  });

  it('writes no summary elsewhere', async () => {
    const folder = projectFolder(smallProject);
    await eosPipelineWith({ GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }, folder);
    expect(existsSync(join(folder, 'summary.md'))).toBe(false);
  });
});
