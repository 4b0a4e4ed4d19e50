import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import type { Instance } from '../../src/pipeline/plan/plan.ts';
import { isRunning, untilEnded } from '../processes.ts';
import { Project } from './project.ts';

/** Computes without a pause, so that it hears nothing. */
const DEAF = `
import { writeFileSync } from 'node:fs';
export default {
  name: 'deaf', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['x'],
  run({ params, output }) {
    writeFileSync(params.pidFile, process.pid + '\\n');
    const until = Date.now() + params.milliseconds;
    while (Date.now() < until);
    writeFileSync(output + '/x', 'x');
  },
};
`;

let project: Project;

beforeEach(() => {
  project = new Project({ small: 1, steps: 300, stepMs: 10 });
  project.write('stages/deaf.ts', DEAF);
});

afterEach(() => {
  removeTree(project.root);
});

/** Resolves when these processes have ended; the timeout of the test is the limit. */
async function gone(pids: number[]): Promise<void> {
  await Promise.all(pids.map(untilEnded));
}

/** An instance of the deaf stage for a minute, and the process that computes, once it does. */
function deaf(): { instance: Instance; computing: () => Promise<number> } {
  const pidFile = join(project.root, 'deaf.pid');
  return {
    instance: project.instance('deaf', { params: { milliseconds: 60_000, pidFile } }),
    computing: () => pidIn(pidFile),
  };
}

/** The process whose id stands in a file, once it does. */
async function pidIn(path: string): Promise<number> {
  const text = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  await expect.poll(text).toMatch(/^\d+\n$/);
  return Number(text());
}

describe('Ctrl-C', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} lets the running stage save its state; the next run goes on from there to the same bytes`, async () => {
      const undisturbed = new Project({ small: 1, steps: 300, stepMs: 0 });
      // Step length is no part of what the stage makes, but it is a parameter: the reference uses the same.
      undisturbed.settings.stepMs = 10;
      const reference = undisturbed.run();
      const run = project.start();
      await run.event('instance-checkpoint');
      const workers = run.workers();
      run.kill(signal);
      const ended = await run.ended;
      expect(ended.code).toBe(130);
      expect(ended.events).toContainEqual(expect.objectContaining({ type: 'interrupt-requested', signal }));
      expect(ended.events).toContainEqual(
        expect.objectContaining({ type: 'instance-interrupted', instance: 'long', checkpoint: true }),
      );
      expect(ended.summary).toMatchObject({ exitCode: 130, interrupted: 1, checkpoints: 1, failed: 0 });
      await gone(workers);

      const next = await project.run();
      expect(next.code).toBe(0);
      expect(next.events).toContainEqual(
        expect.objectContaining({ type: 'instance-started', instance: 'long', resumed: true }),
      );
      expect((await reference).code).toBe(0);
      expect(project.results()).toBe(undisturbed.results());
      expect(existsSync(join(project.cache, 'checkpoints'))).toBe(true);
      expect(readdirSync(join(project.cache, 'checkpoints'))).toEqual([]);
      removeTree(undisturbed.root);
    });
  }

  test('what had finished before stays, and the lock file knows it', async () => {
    const run = project.start();
    await run.event('instance-finished');
    await run.event('instance-checkpoint');
    run.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect(readFileSync(project.lockFile, 'utf8')).toMatch(/^small\[number=0\] /m);
    const next = await project.run();
    expect(next.summary).toMatchObject({ hits: 1, ran: 2 });
  });

  test('a second Ctrl-C ends a stage that does not listen', async () => {
    const { instance, computing } = deaf();
    project.adapt = () => [instance];
    const run = project.start();
    await computing();
    const workers = run.workers();
    run.kill('SIGINT');
    await run.event('interrupt-requested');
    run.kill('SIGINT');
    const ended = await run.ended;
    expect(ended.code).toBe(130);
    expect(ended.summary).toMatchObject({ interrupted: 1, checkpoints: 0, failed: 0 });
    await gone(workers);
  });

  test('a stage that does not listen is ended when the wait is over', async () => {
    const { instance, computing } = deaf();
    project.adapt = () => [instance];
    const run = project.start({ interruptWaitMs: 200 });
    await computing();
    run.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
  });

  test('a command and everything that it started end with the run', async () => {
    const command = 'sleep 1000 & echo $! > "$EOS_OUTPUT/pid"; cp "$EOS_OUTPUT/pid" child.pid; wait';
    project.adapt = () => [project.instance('command', { work: { kind: 'run', command, outputs: ['pid'] } })];
    const run = project.start({ interruptWaitMs: 2000 });
    const child = await pidIn(join(project.root, 'child.pid'));
    expect(isRunning(child)).toBe(true);
    run.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    await gone([child]);
  });
});

describe('a main process that is killed', () => {
  test('takes its workers with it, even one that computes without a pause', async () => {
    const { instance, computing } = deaf();
    // Long enough for the other one to begin.
    project.settings.steps = 10_000;
    project.adapt = (instances) => [instance, ...instances];
    const run = project.start();
    await Promise.all([computing(), run.event('instance-checkpoint')]);
    const workers = run.workers();
    // Two with a stage file each, and the shell that ends them.
    expect(workers.length).toBeGreaterThanOrEqual(5);
    run.kill('SIGKILL');
    await gone(workers);
  });
});

describe('a worker that is killed', () => {
  test('is one failed instance with a clear message; its sibling finishes', async () => {
    const { instance, computing } = deaf();
    project.adapt = (instances) => [instance, ...instances.filter(({ stage }) => stage === 'small')];
    const run = project.start();
    process.kill(await computing(), 'SIGKILL');
    const ended = await run.ended;
    expect(ended.code).toBe(1);
    expect(ended.summary!.failures).toMatchObject([
      {
        instance: 'deaf',
        error: {
          code: 'stage-crashed',
          message: 'its process was ended by SIGKILL',
          hint: 'Another program ended it, or the system did because memory ran out: lower --jobs, or give the stage "resources: { memory: … }".',
        },
        rerun: 'eos-pipeline repro deaf',
      },
    ]);
    const finished = ended.events.flatMap((event) =>
      event.type === 'instance-finished' ? [event.instance] : [],
    );
    expect(finished).toEqual(['small[number=0]']);
  });
});
