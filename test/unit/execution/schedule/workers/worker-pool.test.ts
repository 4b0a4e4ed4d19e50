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

it('gives a worker that was given back to the next one who asks', () => {
  const workers = pool();
  const first = workers.take();
  const second = workers.take();
  expect(second).not.toBe(first);
  workers.release(first);
  workers.release(second);
  expect([workers.take(), workers.take()].sort((a, b) => a.pid! - b.pid!)).toEqual(
    [first, second].sort((a, b) => a.pid! - b.pid!),
  );
});

it('gives no worker that has ended meanwhile', async () => {
  const workers = pool();
  const first = workers.take();
  workers.release(first);
  first.kill();
  await untilEnded(first.pid!);
  while (first.alive) await new Promise((resolve) => setTimeout(resolve, 5));
  const second = workers.take();
  expect(second).not.toBe(first);
  expect(second.alive).toBe(true);
});

it('ends all workers when it is closed, busy ones too', async () => {
  const workers = new WorkerPool();
  const taken = [workers.take(), workers.take()];
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
    const worker = workers.take();
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

it('performs stage files and commands in one worker, each in a process of its own', async () => {
  const workers = pool();
  const cache = temporaryCache();
  const file = join(
    projectFolder({ 'train.js': stageText("writeFileSync(output + '/x', String(globalThis.process.pid));") }),
    'train.js',
  );
  const command = { kind: 'run' as const, command: 'echo $$ > "$EOS_OUTPUT/x"', outputs: ['x'] };
  const pids: (number | undefined)[] = [];
  const made: unknown[] = [];
  for (const [n, work] of [
    { kind: 'uses' as const, file },
    command,
    { kind: 'uses' as const, file },
  ].entries()) {
    const worker = workers.take();
    pids.push(worker.pid);
    const result = await worker.perform(jobFor(cache, file, { n }, { work }), () => undefined);
    made.push(result.type === 'stored' && result.record.output.digest);
    workers.release(worker);
  }
  expect(new Set(pids).size).toBe(1);
  expect(made).not.toContain(false);
  expect(new Set(made).size).toBe(3);
});
