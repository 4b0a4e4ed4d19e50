import { describe, expect, it } from 'vitest';
import { run as init } from '../../../../src/cli/commands/init.ts';
import { run } from '../../../../src/cli/commands/metrics.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';

describe('metrics', () => {
  it('shows a table for each stage that measures something, and says what is stale', async () => {
    const cwd = projectFolder({});
    await captured(() => init([], { cwd, color: false }));
    const metrics = async (more: { json?: boolean; set?: string[] } = {}): Promise<string> =>
      (await captured(() => run([], { cwd, color: false, ...more }))).text;
    expect(await metrics()).toBe('no metrics yet: run "eos-pipeline repro"\n');
    await eosPipeline(cwd);
    expect(await metrics()).toBe(`mine                  error
mine[rate=0.1]  0.000132923
mine[rate=0.3]  1.20893e-16
`);
    expect((await captured(() => run([], { cwd, color: false, format: 'markdown' }))).text).toBe(
      String.raw`| mine | error |
| :-- | --: |
| mine\[rate=0.1\] | 0.000132923 |
| mine\[rate=0.3\] | 1.20893e-16 |
`,
    );
    expect(await metrics({ set: ['params.steps=30'] })).toContain('mine[rate=0.1] (stale)  0.000132923\n');
    expect(JSON.parse(await metrics({ json: true }))).toMatchObject({
      type: 'metrics',
      instances: [
        { instance: 'mine[rate=0.1]', upToDate: true, metrics: { error: 0.0001329227995784916 } },
        { instance: 'mine[rate=0.3]' },
      ],
    });
  });
});
