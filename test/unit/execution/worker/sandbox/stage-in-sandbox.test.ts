import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workingFolder } from '../../../../../src/execution/working-folder.ts';
import { sandboxMakers } from '../../../../sandbox-makers.ts';
import { performed, sandboxedStage } from '../../../../sandboxed-job.ts';

describe.each(sandboxMakers)('runStageInSandbox by %s', (by) => {
  it('gives the stage its code, tells its words and its progress, and records what made the sandbox', async () => {
    const job = sandboxedStage(
      by,
      `log('logged'); console.log('printed'); warn('careful'); progress({ fraction: 0.5 });
       writeFileSync(output + '/x', (await import('./helper.js')).help() + process.cwd() + params.width);
       return { n: 3, kind: 'a' };`,
      { 'helper.js': 'export const help = () => "helped ";' },
      ['helper.js'],
      { width: 7 },
    );
    const { result, log, made, news } = await performed(job);
    expect(made('x')).toBe(`helped ${workingFolder(job.staging)}7`);
    expect(result).toMatchObject({ record: { metrics: { n: 3, kind: 'a' }, provenance: { sandbox: by } } });
    expect(log).toBe('logged\nprinted\nwarning: careful\n');
    expect(news).toEqual([
      { type: 'warning', message: 'careful' },
      { type: 'progress', fraction: 0.5 },
    ]);
  });

  it('finds no code that the key does not see', async () => {
    const job = sandboxedStage(by, "await import('./' + 'helper.js')", { 'helper.js': '' });
    expect((await performed(job)).result).toMatchObject({
      type: 'failed',
      error: { message: expect.stringMatching(/Cannot find module '.*helper\.js'/) as string },
    });
  });

  it('says what of the project the stage looks for that it does not declare', async () => {
    const secret = { 'secret.txt': '' };
    const job = sandboxedStage(by, "readFileSync(params.root + '/secret.txt')", secret);
    job.fields.params = { root: job.projectRoot };
    expect((await performed(job)).result).toMatchObject({
      type: 'failed',
      error: {
        code: 'stage-failed',
        message: `the stage looked for ${join(job.projectRoot, 'secret.txt')}, which is not in its sandbox`,
        hint: 'Declare it in pipeline.yaml, needs: { x: { file: secret.txt } }, and read context.input("x").path.',
      },
    });
  });

  it('tells errors as they are, and how the process ended without one', async () => {
    const thrown = await performed(sandboxedStage(by, "throw new RangeError('too wide')"));
    expect(thrown.result).toMatchObject({
      type: 'failed',
      error: { code: 'stage-failed', message: 'RangeError: too wide' },
    });
    expect(thrown.log).toMatch(/^RangeError: too wide\n {4}at /);
    const ended = await performed(sandboxedStage(by, 'process.exit(3)'));
    expect(ended.result).toMatchObject({
      type: 'failed',
      error: { code: 'stage-crashed', message: 'its process ended in the middle with exit code 3' },
    });
  });
});
