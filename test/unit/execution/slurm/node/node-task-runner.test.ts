import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireLock } from '../../../../../src/cache/sessions/action-lock.ts';
import { Session } from '../../../../../src/cache/sessions/session.ts';
import { WorkerPool } from '../../../../../src/execution/schedule/workers/worker-pool.ts';
import { NodeTaskRunner } from '../../../../../src/execution/slurm/node/node-task-runner.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { slurmBatch, slurmEntry, type TestEntry } from '../../../../slurm-batch.ts';
import { stageText } from '../../../../stage-project.ts';
import {
  damage,
  fieldsOf,
  flipBit,
  recordAction,
  store,
  temporaryCache,
} from '../../../../temporary-cache.ts';

/** A task of instances of a stage with this body, and what performs it. */
function open(
  body: string,
  count = 1,
  inputs: TestEntry['entry']['attempt']['inputs'] = [],
  cache = temporaryCache(),
) {
  const root = projectFolder({ 'stages/train.js': stageText(body) });
  const entries = Array.from({ length: count }, (_, size) =>
    slurmEntry(cache, { size }, {}, join(root, 'stages/train.js')),
  );
  for (const { entry } of entries) entry.attempt.inputs = inputs;
  const { folder } = slurmBatch(cache, [entries]);
  const session = new Session(cache, 'job');
  const pool = new WorkerPool();
  onTestFinished(() => {
    pool.close();
    session.close();
  });
  const runner = new NodeTaskRunner(cache, folder, folder.task(0)!, session.owner, pool);
  return { cache, folder, entries, runner };
}

const WRITE = "writeFileSync(output + '/x.txt', String(params.size));";

describe('NodeTaskRunner', () => {
  it('performs one instance after the other, and writes down how each ended', async () => {
    const { cache, folder, runner } = open(
      `progress({ fraction: 0.5 }); if (params.size === 1) throw new Error('no'); ${WRITE}`,
      2,
    );
    expect(await runner.run()).toBe(1);
    expect(folder.result(0, 0)).toMatchObject({ type: 'stored', record: { metrics: {} } });
    expect(folder.result(0, 1)).toMatchObject({ type: 'failed', error: { message: 'no' } });
    expect(folder.news(0, 0, 0).news.map(({ type }) => type)).toEqual(['started', 'progress']);
    expect(readdirSync(cache.staging)).toEqual([]);
  });

  it('keeps the results that are there when somebody has Slurm run the job again', async () => {
    const { folder, runner } = open(WRITE, 2);
    folder.writeResult(0, 0, { type: 'crashed', exitCode: 7 });
    expect(await runner.run()).toBe(0);
    expect(folder.result(0, 0)).toEqual({ type: 'crashed', exitCode: 7 });
    expect(folder.result(0, 1)).toMatchObject({ type: 'stored' });
  });

  it('saves the state of what runs when it is told to stop, and begins nothing more', async () => {
    const { cache, folder, entries, runner } = open(
      `while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
       await checkpoint.save((place) => writeFileSync(place + '/step', '1'));
       throw signal.reason;`,
      2,
    );
    const stop = setInterval(() => {
      if (folder.news(0, 0, 0).news.length > 0) runner.stop();
    }, 20);
    expect(await runner.run()).toBe(1);
    clearInterval(stop);
    expect(folder.result(0, 0)).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: true });
    expect(folder.result(0, 1)).toEqual({ type: 'not-begun' });
    expect(existsSync(cache.checkpointsOf(entries[0]!.entry.attempt.job.key))).toBe(true);
  });

  it('reads its inputs byte by byte before', async () => {
    const cache = temporaryCache();
    const { digest } = store(cache, { 'in.txt': 'in' });
    const { folder, runner } = open(WRITE, 1, [digest], cache);
    damage(join(cache.output(digest), 'in.txt'), flipBit);
    expect(await runner.run()).toBe(1);
    expect(folder.result(0, 0)).toMatchObject({ type: 'verified', damaged: [{ output: digest }] });
  });

  it('leaves an action to the process that has its lock', async () => {
    const { cache, folder, entries, runner } = open(WRITE);
    const other = new Session(cache);
    onTestFinished(() => {
      other.close();
    });
    acquireLock(cache, entries[0]!.entry.attempt.job.key, other.owner);
    expect(await runner.run()).toBe(1);
    expect(folder.result(0, 0)).toEqual({ type: 'held', owner: other.owner });
  });

  it('takes what somebody else has stored meanwhile, where no run waits for it', async () => {
    const cache = temporaryCache();
    const { folder, runner } = open("throw new Error('not again');", 1, [], cache);
    const record = recordAction(cache, fieldsOf({ size: 0 }), { 'x.txt': '0' });
    expect(await runner.run()).toBe(0);
    expect(folder.result(0, 0)).toEqual({ type: 'stored', record });
  });

  it('writes nothing for a task that was given up', async () => {
    const { folder, runner } = open(WRITE);
    writeFileSync(folder.fenced(0), '');
    expect(await runner.run()).toBe(1);
    expect(folder.result(0, 0)).toBeUndefined();
  });
});
