import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { CacheFolder } from '../../src/cache/files/cache-folder.ts';
import { verifyCache } from '../../src/cache/verify.ts';
import { Project } from './project.ts';

/** Kills altogether; EOS_FAULT_KILLS=1000 is the long form. */
const KILLS = Number(process.env['EOS_FAULT_KILLS'] ?? 30);
/** The long form says now and then how far it is: it takes hours on a busy machine. */
const SAY_EVERY = 25;
const LANES = 2;
const GENERATIONS = 4;
const SIZE = { small: 7, steps: 15 };

describe('kill -9', () => {
  test(
    `${KILLS} kills at random instants: each time the next plain run ends in the bytes of an undisturbed one`,
    { timeout: Math.max(900, 30 * KILLS) * 1000 },
    async () => {
      const undisturbed = await references();
      const lanes = await Promise.all(
        Array.from({ length: LANES }, (_, lane) => killLane(lane, undisturbed)),
      );
      expect(lanes.reduce((sum, { killed }) => sum + killed, 0)).toBe(KILLS);
      // The kills must hit processes in the middle of their work, not only before or after it.
      expect(lanes.every(({ inTheMiddle }) => inTheMiddle > KILLS / LANES / 4)).toBe(true);
    },
  );
});

/** Results of runs without a kill, one for each generation. */
async function references(): Promise<string[]> {
  const results: string[] = [];
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const project = new Project({ ...SIZE, generation });
    expect((await project.run()).code).toBe(0);
    results.push(project.results());
    removeTree(project.root);
  }
  return results;
}

async function killLane(
  lane: number,
  undisturbed: string[],
): Promise<{ killed: number; inTheMiddle: number; unfinished: number }> {
  const project = new Project(SIZE);
  // One lane with the worker processes that a small machine has, one with instances that follow each other.
  project.jobs = lane === 0 ? 2 : 1;
  const random = randomNumbers(20261124 + lane);
  let killed = 0;
  let inTheMiddle = 0;
  let unfinished = 0;
  // Counted in events, the instants spread over the whole run however fast the machine is just now.
  const { events } = await project.run();
  for (let index = 0; index < KILLS / LANES; index++) {
    const generation = index % GENERATIONS;
    if (generation === 0) removeTree(project.cache);
    project.settings.generation = generation;
    const run = project.start();
    await run.events(Math.floor(random() * events.length));
    await setTimeout(random() * 30);
    const workers = run.workers();
    if (random() < 0.3 && workers.length > 0)
      process.kill(workers[Math.floor(random() * workers.length)]!, 'SIGKILL');
    else run.kill('SIGKILL');
    killed++;
    const ended = await run.ended;
    const stale = ended.events.some(({ type }) => type === 'instance-started');
    if (stale && ended.code !== 0) inTheMiddle++;
    if (ended.code !== 0) unfinished++;

    const next = await project.run();
    expect(next.stderr).toBe('');
    expect(next.code).toBe(0);
    // Half-written things are not damage: nothing that a reader sees was ever half-written.
    expect(next.events.filter(({ type }) => type === 'cache-repaired')).toEqual([]);
    expect(project.results()).toBe(undisturbed[generation]);
    expect(next.summary!.failed).toBe(0);
    if (KILLS > 100 && killed % SAY_EVERY === 0)
      process.stderr.write(`lane ${lane}: ${killed} kills, ${inTheMiddle} of them in the middle of work\n`);
  }
  expect((await project.run()).summary!.ran).toBe(0);
  expect((await verifyCache(new CacheFolder(project.cache))).problems).toEqual([]);
  removeTree(project.root);
  return { killed, inTheMiddle, unfinished };
}

/** A small generator with a seed (Lehmer), so that a failure can be looked at again. */
function randomNumbers(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
