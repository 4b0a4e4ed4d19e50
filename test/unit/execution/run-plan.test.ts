import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../src/cache/files/digest.ts';
import { announceCollection, collectGarbage } from '../../../src/cache/gc.ts';
import { livingSessions } from '../../../src/cache/sessions/session.ts';
import { readLockFile } from '../../../src/cache/lock-file.ts';
import { namesIn } from '../../../src/cache/files/names-in.ts';
import type { RunEvent, RunSummary } from '../../../src/execution/event.ts';
import { type RunOptions, runPlan } from '../../../src/execution/run-plan.ts';
import type { Instance, Plan } from '../../../src/pipeline/plan/plan.ts';
import { projectFolder } from '../../project-folder.ts';
import { instanceOf, planOver, stageText } from '../../stage-project.ts';
import { temporaryCache } from '../../temporary-cache.ts';

interface Project {
  cache: CacheFolder;
  root: string;
  run: (instances: Instance[], options?: Partial<RunOptions>, plan?: Partial<Plan>) => Promise<Ran>;
}

interface Ran {
  summary: RunSummary;
  events: RunEvent[];
}

/** A project whose stage `data` writes its parameters, and whose stage `sum` joins what it is given. */
function project(): Project {
  const cache = temporaryCache();
  const root = projectFolder({
    'stages/data.js': stageText(
      "writeFileSync(output + '/x.txt', params.text ?? ''); return { length: (params.text ?? '').length };",
    ),
    'stages/sum.js': stageText(
      "writeFileSync(output + '/index.html', inputs('from').map(({ path }) => readFileSync(path + '/x.txt')).join('+'));",
      { inputs: "{ from: 'many' }" },
    ),
  });
  return {
    cache,
    root,
    run: async (instances, options = {}, plan = {}) => {
      const events: RunEvent[] = [];
      const whole = { ...planOver(root, instances), ...plan };
      const summary = await runPlan(whole, { cacheFolder: cache.root, jobs: 1, ...options }, (event) =>
        events.push(event),
      );
      return { summary, events };
    },
  };
}

function instances(root: string, first = 'a'): Instance[] {
  return [
    instanceOf(root, 'data[n=1]', { params: { text: first } }),
    instanceOf(root, 'data[n=2]', { params: { text: 'b' } }),
    instanceOf(root, 'sum', {
      needs: { from: { kind: 'instances', ids: ['data[n=1]', 'data[n=2]'], many: true } },
      publish: join(root, 'reports'),
    }),
  ];
}

const types = ({ events }: Ran): string[] => events.map(({ type }) => type);
const counts = ({ summary }: Ran): number[] => [summary.exitCode, summary.ran, summary.hits, summary.failed];

describe('runPlan', () => {
  it('runs what is new, publishes it and writes the lock file; the next run finds everything', async () => {
    const { root, run } = project();
    const first = await run(instances(root));
    expect(counts(first)).toEqual([0, 3, 0, 0]);
    expect(readFileSync(join(root, 'reports/index.html'), 'utf8')).toBe('a+b');
    const lock = readFileSync(join(root, 'pipeline.lock'), 'utf8');
    expect([...readLockFile(join(root, 'pipeline.lock'))!]).toMatchObject([
      ['data[n=1]', { metrics: { length: 1 } }],
      ['data[n=2]', { metrics: { length: 1 } }],
      ['sum', { metrics: {} }],
    ]);
    const second = await run(instances(root));
    expect(types(second)).toEqual([
      'run-started',
      'instance-hit',
      'instance-hit',
      'instance-hit',
      'run-finished',
    ]);
    expect(second.events.every(({ time }) => new Date(time).toISOString() === time)).toBe(true);
    expect(readFileSync(join(root, 'pipeline.lock'), 'utf8')).toBe(lock);

    // A → B → A: the old configuration comes back without running.
    expect(counts(await run(instances(root, 'c')))).toEqual([0, 2, 1, 0]);
    const back = await run(instances(root));
    expect(counts(back)).toEqual([0, 0, 3, 0]);
    expect(readFileSync(join(root, 'reports/index.html'), 'utf8')).toBe('a+b');
    expect(readFileSync(join(root, 'pipeline.lock'), 'utf8')).toBe(lock);
  });

  it('keeps the lines of what it was not asked to run, and drops those of stages that are gone', async () => {
    const { root, run } = project();
    const all = instances(root);
    await run(all);
    const locked = (): string[] => [...readLockFile(join(root, 'pipeline.lock'))!.keys()];
    await run(all, { targets: ['data[n=1]'] });
    expect(locked()).toEqual(['data[n=1]', 'data[n=2]', 'sum']);
    await run(all.slice(0, 1), {}, { narrowed: true });
    expect(locked()).toEqual(['data[n=1]', 'data[n=2]', 'sum']);
    await run(all.slice(0, 2));
    expect(locked()).toEqual(['data[n=1]', 'data[n=2]']);
  });

  it('checks what is not a hit before anything starts', async () => {
    const { root, run } = project();
    const all = instances(root);
    await run(all, { targets: ['data[n=1]'] });
    const refusal = new Error('bad parameters');
    const validate = vi.fn((found: readonly Instance[]) => {
      expect(found.map(({ id }) => id)).toEqual(['data[n=2]', 'sum']);
      return Promise.reject(refusal);
    });
    await expect(run(all, { validate })).rejects.toBe(refusal);
    expect(validate).toHaveBeenCalledTimes(1);
    expect([...readLockFile(join(root, 'pipeline.lock'))!.keys()]).toEqual(['data[n=1]']);
  });

  it('makes everything again from the records where the index is lost', async () => {
    const { cache, root, run } = project();
    await run(instances(root));
    rmSync(cache.index!);
    rmSync(join(root, 'pipeline.lock'));
    const again = await run(instances(root));
    expect(counts(again)).toEqual([0, 0, 3, 0]);
  });

  it('says what a killed process had left', async () => {
    const { cache, root, run } = project();
    mkdirSync(cache.stagingOf('killed', 0), { recursive: true });
    writeFileSync(join(cache.locks, `${'a'.repeat(64)}.json`), '');
    const { events } = await run(instances(root).slice(0, 1));
    expect(events[1]).toMatchObject({ type: 'cache-cleaned', sessions: 0, staging: 1, locks: 1 });
  });

  it('waits for a collection of garbage, and only then looks at what is in the cache', async () => {
    const { cache, root, run } = project();
    const data = instances(root).slice(0, 1);
    await run(data);
    const keep = new Set<Digest>();
    const gc = announceCollection(cache);
    const running = run(data);
    while (livingSessions(cache).length === 1) await setTimeout(1);
    // It announced itself before it waits: this collection gives way, and one that had begun to remove would be waited for.
    const limits = { keep, pending: false, keepDays: 0, quarantineDays: 0, session: gc };
    expect(() => collectGarbage(cache, limits)).toThrow('is using the cache');
    rmSync(cache.record([...readLockFile(join(root, 'pipeline.lock'))!.values()][0]!.key));
    gc.close();
    const ran = await running;
    expect(types(ran).slice(0, 2)).toEqual(['waiting-for-gc', 'run-started']);
    expect(counts(ran)).toEqual([0, 1, 0, 0]);
    expect(namesIn(cache.sessions)).toEqual([]);
  });

  it('is announced while it looks at what is in the cache, and no longer when it fails', async () => {
    const { cache, root, run } = project();
    const seen: number[] = [];
    const validate = (): Promise<void> => {
      seen.push(livingSessions(cache).length);
      return Promise.reject(new Error('bad parameters'));
    };
    await expect(run(instances(root), { validate })).rejects.toThrow('bad parameters');
    expect(seen).toEqual([1]);
    expect(namesIn(cache.sessions)).toEqual([]);
  });
});
