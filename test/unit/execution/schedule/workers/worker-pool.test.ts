import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { JobResult, StageJob } from '../../../../../src/execution/job.ts';
import { WorkerPool } from '../../../../../src/execution/schedule/workers/worker-pool.ts';
import { isRunning, untilEnded } from '../../../../processes.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { jobFor } from '../../../../stage-job.ts';
import { stageText } from '../../../../stage-project.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

function pool(): WorkerPool {
  const made = new WorkerPool();
  onTestFinished(() => {
    made.close();
  });
  return made;
}

it('gives a worker that was given back to the next one who asks for as many threads', () => {
  const workers = pool();
  const first = workers.take(1);
  const second = workers.take(1);
  expect(second).not.toBe(first);
  workers.release(first);
  workers.release(second);
  expect([workers.take(1), workers.take(1)].sort((a, b) => a.pid! - b.pid!)).toEqual(
    [first, second].sort((a, b) => a.pid! - b.pid!),
  );
});

it('starts a new worker for another number of threads, in place of an idle one', async () => {
  const workers = pool();
  const one = workers.take(1);
  workers.release(one);
  const two = workers.take(2);
  expect(two.threads).toBe(2);
  expect(two).not.toBe(one);
  await untilEnded(one.pid!);
  expect([one.pid!, two.pid!].map(isRunning)).toEqual([false, true]);
});

it('gives no worker that has ended meanwhile', async () => {
  const workers = pool();
  const first = workers.take(1);
  workers.release(first);
  first.kill();
  await untilEnded(first.pid!);
  while (first.alive) await new Promise((resolve) => setTimeout(resolve, 5));
  const second = workers.take(1);
  expect(second).not.toBe(first);
  expect(second.alive).toBe(true);
});

it('ends all workers when it is closed, busy ones too', async () => {
  const workers = new WorkerPool();
  const taken = [workers.take(1), workers.take(1)];
  workers.release(taken[0]!);
  workers.close();
  await Promise.all(taken.map(({ pid }) => untilEnded(pid!)));
  expect(taken.map(({ pid }) => isRunning(pid!))).toEqual([false, false]);
});

/** Runs the jobs one after the other, each in a worker that it takes and gives back. */
async function runAll(jobs: StageJob[]): Promise<JobResult[]> {
  const workers = pool();
  const results: JobResult[] = [];
  for (const job of jobs) {
    const worker = workers.take(1);
    results.push(await worker.perform(job, () => undefined));
    workers.release(worker);
  }
  return results;
}

/** That of this process, but nothing is for everybody to write. */
function maskOfWorkers(): number {
  const mask = process.umask(0o077);
  process.umask(mask);
  return mask | 0o002;
}

/** Tells what it finds, and then leaves everything that a stage can leave. */
const LEAVES = `
  const { process } = globalThis;
  const { default: fs } = await import('node:fs');
  const found = {
    turn: ++globalThis.turns, patched: 'left' in Object.prototype || fs.exists === undefined,
    env: process.env.LEFT ?? 'none', home: process.env.HOME ?? 'none', mask: process.umask(0o077),
    files: fs.readdirSync('.').length, away: process.cwd() !== params.elsewhere,
  };
  Object.defineProperty(Object.prototype, 'left', { value: 1 });
  fs.exists = undefined;
  process.env.LEFT = process.env.HOME = 'left';
  fs.writeFileSync('left.txt', 'left');
  process.chdir('/');
  setInterval(() => undefined, 10);
  return found;`;

it('runs each stage file in a state that no other one has touched', async () => {
  const file = join(
    projectFolder({ 'train.js': `globalThis.turns ??= 0;\n${stageText(LEAVES)}` }),
    'train.js',
  );
  const cache = temporaryCache();
  const results = await runAll(
    [1, 2, 3].map((n) => jobFor(cache, file, { n, elsewhere: globalThis.process.cwd() })),
  );
  const metrics = {
    turn: 1,
    patched: false,
    env: 'none',
    home: process.env['HOME'] ?? 'none',
    mask: maskOfWorkers(),
    files: 0,
    away: true,
  };
  expect(results.map((result) => result.type === 'stored' && result.record.metrics)).toEqual([
    metrics,
    metrics,
    metrics,
  ]);
});

it('blames a late error of one stage on no other one', async () => {
  const file = join(
    projectFolder({
      'train.js': stageText(`
        if (params.n === 1) setTimeout(() => { throw new Error('late'); }, 50);
        if (params.n === 1) setTimeout(() => { Promise.reject(new Error('later')); }, 50);
        if (params.n === 2) await new Promise((resolve) => { setTimeout(resolve, 200); });`),
    }),
    'train.js',
  );
  const cache = temporaryCache();
  const results = await runAll([1, 2].map((n) => jobFor(cache, file, { n })));
  expect(results.map(({ type }) => type)).toEqual(['stored', 'stored']);
});

it('lets commands share a process, which they cannot change', async () => {
  const workers = pool();
  const cache = temporaryCache();
  const pids: (number | undefined)[] = [];
  for (const n of [1, 2]) {
    const worker = workers.take(1);
    pids.push(worker.pid);
    const work = { kind: 'run' as const, command: 'echo x > "$EOS_OUTPUT/x"', outputs: ['x'] };
    const job = jobFor(cache, join(projectFolder({}), 'none'), { n }, { work });
    expect(await worker.perform(job, () => undefined)).toMatchObject({ type: 'stored' });
    workers.release(worker);
  }
  expect(pids[0]).toBe(pids[1]);
});
