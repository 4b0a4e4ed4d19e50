import { expect, it, onTestFinished } from 'vitest';
import { WorkerPool } from '../../../../../src/execution/schedule/workers/worker-pool.ts';
import { isRunning, untilEnded } from '../../../../processes.ts';

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
