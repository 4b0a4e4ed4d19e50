import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { CheckpointStore } from '../../../../src/cache/outputs/checkpoint-store.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { inputSignature } from '../../../../src/cache/actions/input-content.ts';
import type { JobResult, StageJob, WorkerNews } from '../../../../src/execution/job.ts';
import { performStage, verifyOutputs } from '../../../../src/execution/worker/perform-job.ts';
import { StageLog } from '../../../../src/execution/worker/stage-log.ts';
import type { JsonValue } from '../../../../src/pipeline/values/json.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { damage, flipBit, store, temporaryCache } from '../../../temporary-cache.ts';

interface Performed {
  cache: CacheFolder;
  job: StageJob;
  result: JobResult;
  news: WorkerNews[];
  log: string;
}

/** Performs a stage with this body. */
async function perform(
  body: string,
  settings: {
    cache?: CacheFolder;
    outputs?: string;
    inputs?: string;
    params?: JsonValue;
    job?: Partial<StageJob>;
    onNews?: (news: WorkerNews, abort: AbortController) => void;
  } = {},
): Promise<Performed> {
  const cache = settings.cache ?? temporaryCache();
  const { outputs = '[]', inputs = '{}' } = settings;
  const file = join(projectFolder({ 'train.js': stageText(body, { inputs, outputs }) }), 'train.js');
  const job = jobFor(cache, file, settings.params, settings.job);
  const news: WorkerNews[] = [];
  const abort = new AbortController();
  const log = new StageLog(job.log, 'train');
  const result = await performStage(job, {
    tell: (said) => {
      news.push(said);
      settings.onNews?.(said, abort);
    },
    signal: abort.signal,
    log,
    environment: process.env,
    endLeftovers: () => Promise.resolve([]),
  });
  log.close();
  return { cache, job, result, news, log: readFileSync(job.log, 'utf8') };
}

describe('performStage', () => {
  it.each<[string, string]>([
    ['return { n: [1] };', 'the metric "n" is a list of 1'],
    ['return { loss: 1, f: NaN };', 'the metric "f" is NaN'],
    ['return { g: () => 1 };', 'the metric "g" is () => 1'],
    ['return { h: 1n };', 'the metric "h" is 1'],
  ])('refuses metrics that are no finite numbers, words or truth values: %s', async (body, message) => {
    const { result } = await perform(body);
    expect(result).toMatchObject({ type: 'failed', error: { code: 'stage-failed', message } });
  });

  it('stores what a stage writes and records it, with where it was made', async () => {
    const { cache, job, result, log, news } = await perform(
      `writeFileSync(output + '/x.txt', input('data').path + ' ' + params.width + ' ' + seed);
       log('half way'); warn('slow'); progress({ fraction: 1, message: 'done' });
       return { loss: 0.5 };`,
      {
        params: { width: 3 },
        inputs: "{ data: 'one' }",
        outputs: "['x.txt']",
        job: {
          inputs: { data: { many: undefined, items: [{ name: 'data', path: '/cache/data' }] } },
          sources: { data: [{ instance: 'data' }] },
          attempt: 2,
          threads: 4,
        },
      },
    );
    if (result.type !== 'stored') throw new Error(JSON.stringify(result));
    const { record } = result;
    const text = `/cache/data 3 ${job.fields.seed}`;
    expect(readFileSync(join(cache.output(record.output.digest), 'x.txt'), 'utf8')).toBe(text);
    expect(readRecord(cache, job.key)).toEqual({ state: 'read', content: record });
    expect(result.manifest!.sizeBytes).toBe(text.length);
    expect(record).toMatchObject({
      format: 1,
      instance: 'train',
      stage: 'train',
      fields: job.fields,
      sources: { data: [{ instance: 'data' }] },
      output: { files: 1, sizeBytes: text.length },
      metrics: { loss: 0.5 },
      provenance: { host: hostname(), threads: 4, attempt: 2, resumed: false, log: 'logs/train/train.log' },
    });
    expect(log).toMatch(/\nhalf way\nwarning: slow\n$/);
    expect(news).toEqual([
      { type: 'warning', message: 'slow' },
      { type: 'progress', fraction: 1, message: 'done' },
    ]);
    expect(existsSync(job.staging)).toBe(false);
  });

  it('records no metrics where a stage returns none', async () => {
    expect((await perform('')).result).toMatchObject({ type: 'stored', record: { metrics: {} } });
  });

  it('says in the log why a result could not be stored, and not where in this program', async () => {
    const cache = temporaryCache();
    rmSync(cache.outputs, { recursive: true });
    writeFileSync(cache.outputs, 'in the way');
    const { result, log } = await perform("writeFileSync(output + '/x', ''); return {};", { cache });
    expect(result).toMatchObject({ type: 'failed', error: { code: 'file-system' } });
    expect(log).toMatch(/\nstoring an output failed, .*\n$/);
    expect(log).not.toContain('perform-job');
  });

  it('reports what a stage throws, keeps the stack in the log and records nothing', async () => {
    const { cache, job, result, log } = await perform("throw new RangeError('stepSize: expected > 0')");
    expect(result).toEqual({
      type: 'failed',
      error: {
        code: 'stage-failed',
        message: 'RangeError: stepSize: expected > 0',
        stack: expect.stringContaining('train.js') as string,
      },
    });
    expect(log).toContain('RangeError: stepSize: expected > 0\n    at ');
    expect(readRecord(cache, job.key)).toEqual({ state: 'missing' });
  });

  it('says in the log how a command ended, and leaves the command to the failure', async () => {
    const command = 'echo words; exit 3';
    const { result, log } = await perform('', { job: { work: { kind: 'run', command, outputs: [] } } });
    expect(result).toMatchObject({
      type: 'failed',
      error: { message: `the command ended with exit code 3: ${command}` },
    });
    expect(log.split('\n').slice(1)).toEqual(['words', 'the command ended with exit code 3', '']);
  });

  it('fails where a declared output is missing', async () => {
    const { result, job } = await perform("writeFileSync(output + '/a', '')", {
      outputs: "['a', 'b', 'c/d']",
    });
    expect(result).toMatchObject({
      type: 'failed',
      error: {
        code: 'missing-output',
        message: 'the stage ended without making b, c/d',
        location: job.location,
        hint: 'It declares the outputs a, b, c/d: make it write them to its output folder, or correct "outputs". It made a.',
      },
    });
  });

  it('names what was made instead of a missing output', async () => {
    const hintOf = async (run: string, outputs: string): Promise<string | undefined> => {
      const { result } = await perform(run, { outputs });
      return result.type === 'failed'
        ? result.error.hint?.replace(/^.*or correct "outputs"\. /, '')
        : undefined;
    };
    expect(await hintOf('', "['a']")).toBe('It made nothing there.');
    expect(await hintOf("writeFileSync(output + '/Table.csv', '')", "['table.csv']")).toMatch(
      /^".*\/Table\.csv" is there: it differs only in the case of its letters\.$/,
    );
    expect(await hintOf("for (let i = 10; i < 30; i++) writeFileSync(output + '/f' + i, '')", "['a']")).toBe(
      'It made f10, f11, f12, f13, f14, f15, f16, f17, f18, f19 and 10 more.',
    );
  });

  it('fails where a project file changed while the stage was reading it', async () => {
    const path = join(projectFolder({ 'data.csv': '1' }), 'data.csv');
    const signature = inputSignature(path)!;
    const { result } = await perform(`writeFileSync(${JSON.stringify(path)}, '1,2')`, {
      job: { projectFiles: [{ path, signature }] },
    });
    expect(result).toMatchObject({
      type: 'failed',
      error: {
        code: 'stage-failed',
        message: `the input ${path} changed while the stage was reading it`,
        hint: 'Run the same command again when it is complete.',
      },
    });
  });

  it('continues from the checkpoint of an interrupted attempt, and clears it when the output is stored', async () => {
    const body = `
      const folder = checkpoint.load();
      const step = folder ? Number(readFileSync(folder + '/step', 'utf8')) : 0;
      await checkpoint.save((place) => writeFileSync(place + '/step', String(step + 1)));
      signal.throwIfAborted();
      writeFileSync(output + '/x.txt', 'after ' + step + ' steps');
    `;
    const first = await perform(body, {
      onNews: (_news, abort) => {
        abort.abort('interrupt');
      },
    });
    expect(first.result).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: true });
    expect(first.news).toEqual([{ type: 'checkpoint' }]);
    const { cache, job, result } = await perform(body, { cache: first.cache });
    if (result.type !== 'stored') throw new Error(JSON.stringify(result));
    expect(result.record.provenance.resumed).toBe(true);
    expect(readFileSync(join(cache.output(result.record.output.digest), 'x.txt'), 'utf8')).toBe(
      'after 1 steps',
    );
    expect(new CheckpointStore(cache, job.key).exists()).toBe(false);
  });

  it('tells of a damaged checkpoint and begins anew', async () => {
    const cache = temporaryCache();
    const { key } = jobFor(cache, '/none');
    await new CheckpointStore(cache, key).save((folder) => {
      writeFileSync(join(folder, 'step'), '7');
    });
    const path = join(cache.checkpointsOf(key), '1');
    damage(join(path, 'step'), flipBit);
    const { news, result } = await perform('return { resumed: checkpoint.load() !== undefined }', { cache });
    expect(news).toEqual([
      {
        type: 'damaged-checkpoint',
        damage: {
          path,
          problem: 'its content is not what was saved',
          quarantine: join(cache.quarantine, readdirSync(cache.quarantine)[0]!, '1'),
        },
      },
    ]);
    expect(result).toMatchObject({ record: { metrics: { resumed: false }, provenance: { resumed: false } } });
  });

  it('says that it was stopped by a timeout, whatever the stage throws then', async () => {
    const { result } = await perform("warn('now'); throw new Error('confused by the abort')", {
      onNews: (_news, abort) => {
        abort.abort('timeout');
      },
    });
    expect(result).toEqual({ type: 'stopped', why: 'timeout', checkpoint: false });
  });

  it('puts a damaged copy of the same output aside', async () => {
    const cache = temporaryCache();
    const { digest } = store(cache, { 'x.txt': 'abc' });
    damage(join(cache.output(digest), 'x.txt'), flipBit);
    const { result } = await perform("writeFileSync(output + '/x.txt', 'abc')", { cache });
    expect(result).toMatchObject({
      type: 'stored',
      replaced: { path: join(cache.output(digest), 'x.txt'), problem: 'its content changed' },
    });
  });

  it('says that the disk refuses, with the path', async () => {
    const cache = temporaryCache();
    const file = join(cache.root, 'file');
    writeFileSync(file, '');
    const { result } = await perform('', { cache, job: { staging: join(file, 'x.0') } });
    expect(result).toMatchObject({
      type: 'failed',
      error: {
        code: 'file-system',
        message: `running train failed, a file is where a folder is expected (ENOTDIR): ${join(file, 'x.0')}`,
      },
    });
  });
});

describe('verifyOutputs', () => {
  it('reads each output and says which are damaged, missing or set right', () => {
    const cache = temporaryCache();
    const [intact, damaged, restored] = ['a', 'b', 'c'].map((text) => store(cache, { 'x.txt': text }).digest);
    const gone = sha256('gone');
    const path = join(cache.output(damaged!), 'x.txt');
    damage(path, flipBit);
    damage(cache.manifest(restored!), () => Buffer.alloc(0));
    expect(
      verifyOutputs({ kind: 'verify', cacheRoot: cache.root, outputs: [intact!, damaged!, restored!, gone] }),
    ).toEqual({
      type: 'verified',
      damaged: [
        { output: damaged, problems: [{ path, problem: 'its content changed' }] },
        { output: gone, problems: [{ path: cache.output(gone), problem: 'it is missing' }] },
      ],
      restored: [
        { what: 'manifest', path: cache.manifest(restored!), problem: 'it was damaged and is written anew' },
      ],
    });
  });
});
