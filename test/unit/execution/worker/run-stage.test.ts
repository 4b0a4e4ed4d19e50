import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobResult } from '../../../../src/execution/job.ts';
import { checkpointFolder, workingFolder } from '../../../../src/execution/working-folder.ts';
import { sandboxMakers } from '../../../sandbox-makers.ts';
import { performed, sandboxedStage } from '../../../sandboxed-job.ts';

/** In no sandbox, and in one of each kind. */
const ways = [undefined, ...sandboxMakers].map((by) => ({ by, where: by ?? 'no sandbox' }));

describe.each(ways)('runStage in $where', ({ by }) => {
  it('gives the stage its code, tells its words and its progress, and records what it used and where', async () => {
    const job = sandboxedStage(
      by,
      `log('logged'); Buffer.alloc(200 << 20, 1); console.log('printed'); warn('careful'); progress({ fraction: 0.5 });
       writeFileSync(output + '/x', (await import('./helper.js')).help() + process.cwd() + params.width);
       return { n: 3, kind: 'a' };`,
      { 'helper.js': 'export const help = () => "helped ";' },
      ['helper.js'],
      { width: 7 },
    );
    const { result, log, made, news } = await performed(job);
    expect(made('x')).toBe(`helped ${workingFolder(job.staging)}7`);
    if (result.type !== 'stored') throw new Error(log);
    expect(result.record.metrics).toEqual({ n: 3, kind: 'a' });
    const { sandbox, peakMemoryBytes, processorMs } = result.record.provenance;
    expect(sandbox).toBe(by);
    expect(peakMemoryBytes).toBeGreaterThan(200 << 20);
    expect(processorMs).toBeGreaterThan(0);
    expect(log).toBe('logged\nprinted\nwarning: careful\n');
    expect(news).toEqual([
      { type: 'warning', message: 'careful' },
      { type: 'progress', fraction: 0.5 },
    ]);
  });

  it('gives the stage its parameters in the order in which the key has them', async () => {
    const text = "writeFileSync(output + '/x', JSON.stringify(params));";
    const { made } = await performed(sandboxedStage(by, text, {}, [], { b: { d: 1, c: 2 }, a: 3 }));
    expect(made('x')).toBe('{"a":3,"b":{"c":2,"d":1}}');
  });

  it('keeps its checkpoints, and goes on from the last one', async () => {
    const first = sandboxedStage(
      by,
      `const last = checkpoint.load();
       const step = last ? Number(readFileSync(last + '/step', 'utf8')) : 0;
       for (const next of [step + 1, step + 2]) await checkpoint.save((folder) => writeFileSync(folder + '/step', String(next)));
       writeFileSync(output + '/x', step + ' ' + readFileSync(checkpoint.load() + '/step', 'utf8'));
       if (step === 0) throw new Error('stopped');`,
    );
    const stopped = await performed(first);
    expect(stopped.result).toMatchObject({ error: { message: 'stopped' } });
    expect(stopped.news).toEqual([{ type: 'checkpoint' }, { type: 'checkpoint' }]);
    expect(existsSync(checkpointFolder(first.staging))).toBe(false);
    const { made, result } = await performed({ ...first, staging: `${first.staging}-2` });
    expect(made('x')).toBe('2 4');
    expect(result).toMatchObject({ record: { provenance: { resumed: true } } });
  });

  it('tells the stage where a checkpoint cannot be kept', async () => {
    const removes =
      "const { rmSync } = await import('node:fs'); await checkpoint.save((folder) => rmSync(folder, { recursive: true }));";
    expect((await performed(sandboxedStage(by, removes))).result).toMatchObject({
      type: 'failed',
      error: { message: expect.stringMatching(/^saving a checkpoint failed, the file is gone/) as string },
    });
  });

  it('asks the stage to stop, and stores what it has made all the same where it ends well', async () => {
    const waits =
      "progress({ fraction: 0 }); await new Promise((stop) => signal.addEventListener('abort', stop));";
    const stop = async (text: string): Promise<JobResult> =>
      (
        await performed(sandboxedStage(by, `${waits} ${text}`), (worker) => {
          worker.abort('interrupt');
        })
      ).result;
    const stopped = { type: 'stopped', why: 'interrupt', checkpoint: false };
    expect(await stop('throw signal.reason;')).toEqual(stopped);
    expect(await stop("writeFileSync(output + '/x', signal.reason);")).toMatchObject({ type: 'stored' });
  });

  it('tells errors as they are, and how the process ended without one', async () => {
    const thrown = await performed(sandboxedStage(by, "throw new RangeError('too wide')"));
    expect(thrown.result).toMatchObject({
      type: 'failed',
      error: { code: 'stage-failed', message: 'RangeError: too wide' },
    });
    expect(thrown.log).toMatch(/^RangeError: too wide\n {4}at /);
    const ended = await performed(sandboxedStage(by, "warn('last words'); process.exit(3)"));
    expect(ended.result).toEqual({ type: 'crashed', exitCode: 3 });
    expect(ended.news).toEqual([{ type: 'warning', message: 'last words' }]);
    const killed = await performed(sandboxedStage(by, "process.kill(process.pid, 'SIGKILL'); for (;;);"));
    expect(killed.result).toEqual({ type: 'crashed', signal: 'SIGKILL' });
  });
});

describe.each(sandboxMakers)('a stage file in a sandbox by %s', (by) => {
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
});
