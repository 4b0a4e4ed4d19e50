import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { FromWorker, StageJob, ToWorker } from '../../../../src/execution/job.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const ENTRY = fileURLToPath(new URL('../../../../src/execution/worker/worker.ts', import.meta.url));

/** A worker process that has said that it is ready. */
async function start(): Promise<ChildProcess> {
  const worker = fork(ENTRY, [], { execArgv: [], serialization: 'advanced', detached: true, stdio: 'pipe' });
  onTestFinished(() => void worker.kill('SIGKILL'));
  const [ready] = (await once(worker, 'message')) as [FromWorker];
  expect(ready).toEqual({ type: 'ready' });
  return worker;
}

async function perform(worker: ChildProcess, job: StageJob): Promise<FromWorker> {
  const message: ToWorker = { type: 'job', job, environment: {} };
  worker.send(message);
  return ((await once(worker, 'message')) as [FromWorker])[0];
}

function job(body: string): StageJob {
  return jobFor(temporaryCache(), join(projectFolder({ 'train.js': stageText(body) }), 'train.js'));
}

it('writes what a stage prints to its log, each job to its own', async () => {
  const worker = await start();
  const jobs = ['one', 'two'].map((word) => job(`console.log('${word} out'); console.error('${word} err');`));
  for (const asked of jobs)
    expect(await perform(worker, asked)).toMatchObject({ result: { type: 'stored' } });
  const logs = jobs.map(({ log }) => readFileSync(log, 'utf8').split('\n').slice(1));
  expect(logs).toEqual([
    ['one out', 'one err', ''],
    ['two out', 'two err', ''],
  ]);
  expect(readFileSync(jobs[0]!.log, 'utf8')).toContain(` train attempt 1, key ${jobs[0]!.key}\n`);
});

it.skipIf(process.platform === 'win32')(
  'leaves it to the main process what a signal of the terminal means',
  async () => {
    const worker = await start();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) worker.kill(signal);
    expect(await perform(worker, job('return { alive: true };'))).toMatchObject({
      result: { type: 'stored', record: { metrics: { alive: true } } },
    });
  },
);

it('fails the instance, not itself, where the log cannot be written', async () => {
  const worker = await start();
  const asked = job('return {};');
  mkdirSync(asked.log, { recursive: true });
  expect(await perform(worker, asked)).toMatchObject({
    result: { type: 'failed', error: { message: `starting train failed (EISDIR): ${asked.log}` } },
  });
  const next = job('return { alive: true };');
  expect(await perform(worker, next)).toMatchObject({ result: { type: 'stored' } });
});

it('ends as soon as the main process lets go of it', async () => {
  const worker = await start();
  const exit = once(worker, 'exit');
  worker.disconnect();
  expect(await exit).toEqual(process.platform === 'win32' ? [1, null] : [null, 'SIGKILL']);
});
