import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { LockedInstance } from '../../../../src/cache/lock-file.ts';
import { namesIn } from '../../../../src/cache/files/names-in.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { openRun } from '../../../../src/execution/survey/open-run.ts';
import type { RunOptions } from '../../../../src/execution/run-options.ts';
import { runTasks } from '../../../../src/execution/schedule/run-tasks.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

interface Project {
  cache: CacheFolder;
  root: string;
  instances: Instance[];
}

/** A temporary instance `data`, and `page`, which needs it and is published. */
function project(): Project {
  const root = projectFolder({
    'stages/data.js': stageText("writeFileSync(output + '/x.txt', 'data');"),
    'stages/page.js': stageText(
      "writeFileSync(output + '/index.html', readFileSync(input('from').path + '/x.txt', 'utf8'));",
      { inputs: "{ from: 'one' }" },
    ),
  });
  return {
    cache: temporaryCache(),
    root,
    instances: [
      instanceOf(root, 'data', { temporary: true }),
      instanceOf(root, 'page', {
        needs: { from: { kind: 'instances', ids: ['data'], many: undefined } },
        publish: join(root, 'reports'),
      }),
    ],
  };
}

async function run(
  { cache, root, instances }: Project,
  options: Partial<RunOptions> = {},
): Promise<{ events: RunEventBody[]; results: Map<string, LockedInstance> }> {
  const plan = planOver(root, instances);
  const all = { cacheFolder: cache.root, ...options };
  const events: RunEventBody[] = [];
  const emit = (event: RunEventBody): void => {
    if (event.type !== 'run-progress') events.push(event);
  };
  const opened = await openRun(plan, all, cache, emit, () => undefined);
  for (const instance of opened.selected) opened.survey.look(instance, opened.isForced(instance.id));
  const results = await runTasks({ ...opened, previous: () => undefined }, 1, undefined);
  opened.index.close();
  return { events, results };
}

const told = (events: RunEventBody[]): string[] =>
  events
    .filter(({ type }) => type !== 'instance-stale')
    .map((event) => `${event.type.replace('instance-', '')} ${'instance' in event ? event.instance : ''}`);

describe('runTasks', () => {
  it('runs, drops what is temporary, publishes and tells the results; it leaves no session behind', async () => {
    const set = project();
    const { events, results } = await run(set);
    expect(told(events)).toEqual([
      'started data',
      'finished data',
      'started page',
      'finished page',
      'temporary-dropped data',
      'published page',
    ]);
    expect([...results.keys()]).toEqual(['data', 'page']);
    expect(existsSync(set.cache.output(results.get('data')!.output))).toBe(false);
    expect(readFileSync(join(set.root, 'reports/index.html'), 'utf8')).toBe('data');
    expect(namesIn(set.cache.sessions)).toEqual([]);
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });

  it('publishes a temporary output before it is dropped', async () => {
    const set = project();
    Object.assign(set.instances[0]!, { publish: join(set.root, 'data') });
    const { events } = await run(set);
    expect(told(events).slice(-3).sort()).toEqual([
      'published data',
      'published page',
      'temporary-dropped data',
    ]);
    expect(readFileSync(join(set.root, 'data/x.txt'), 'utf8')).toBe('data');
    expect((await run(set)).events).toEqual([]);
  });

  it('restores a published copy without running anything', async () => {
    const set = project();
    const { results } = await run(set);
    rmSync(join(set.root, 'reports'), { recursive: true });
    const again = await run(set);
    expect(told(again.events)).toEqual(['published page']);
    expect(again.results).toEqual(results);
    expect(readFileSync(join(set.root, 'reports/index.html'), 'utf8')).toBe('data');
  });

  it('runs what is forced, and makes a dropped output again that it needs', async () => {
    const set = project();
    await run(set);
    const { events } = await run(set, { force: true, targets: ['page'] });
    expect(told(events)).toEqual([
      'started data',
      'finished data',
      'started page',
      'finished page',
      'temporary-dropped data',
    ]);
    const reasons = events.flatMap((event) => (event.type === 'instance-stale' ? [event.reasons] : []));
    expect(reasons).toEqual([[{ kind: 'forced' }], [{ kind: 'dropped-output', neededBy: 'page' }]]);
  });

  it('makes a dropped output again that a folder lacks', async () => {
    const set = project();
    Object.assign(set.instances[0]!, { publish: join(set.root, 'data') });
    const { results } = await run(set);
    rmSync(join(set.root, 'data'), { recursive: true });
    const again = await run(set);
    expect(told(again.events)).toEqual([
      'started data',
      'finished data',
      'published data',
      'temporary-dropped data',
    ]);
    expect(again.results).toEqual(results);
    expect(again.events).toContainEqual(
      expect.objectContaining({
        type: 'instance-stale',
        reasons: [{ kind: 'dropped-unpublished', folder: join(set.root, 'data') }],
      }),
    );
  });

  it('does so where it is known only when something upstream has run', async () => {
    const set = project();
    const [data, page] = set.instances as [Instance, Instance];
    const needs = (id: string): Instance['needs'] => ({
      from: { kind: 'instances', ids: [id], many: undefined },
    });
    const copy = {
      id: 'copy',
      stage: 'copy',
      needs: needs('data'),
      temporary: true,
      publish: join(set.root, 'copy'),
    };
    writeFileSync(
      join(set.root, 'stages/copy.js'),
      stageText(
        "writeFileSync(output + '/x.txt', 'copy of ' + readFileSync(input('from').path + '/x.txt', 'utf8'));",
        {
          inputs: "{ from: 'one' }",
        },
      ),
    );
    const work = { kind: 'uses' as const, file: join(set.root, 'stages/copy.js') };
    set.instances = [
      { ...data, temporary: false },
      { ...page, ...copy, work },
      { ...page, needs: needs('copy') },
    ];
    await run(set);
    rmSync(join(set.root, 'copy'), { recursive: true });
    const { events } = await run(set, { force: true, targets: ['data'] }).then(() => run(set));
    expect(told(events)).toEqual([
      'started copy',
      'finished copy',
      'published copy',
      'temporary-dropped copy',
    ]);
    rmSync(join(set.root, 'copy'), { recursive: true });
    // Other parameters, the same bytes: what `copy` is can be known only then.
    set.instances[0] = { ...set.instances[0]!, params: { other: true } };
    const late = await run(set);
    expect(told(late.events).filter((text) => !text.endsWith(' page'))).toEqual([
      'started data',
      'finished data',
      'started copy',
      'finished copy',
      'published copy',
      'temporary-dropped copy',
    ]);
    expect(readFileSync(join(set.root, 'copy/x.txt'), 'utf8')).toBe('copy of data');
  });

  it('keeps a temporary output that something outside this run needs', async () => {
    const set = project();
    const { results, events } = await run(set, { targets: ['data'] });
    expect(told(events)).toEqual(['started data', 'finished data']);
    expect(existsSync(set.cache.output(results.get('data')!.output))).toBe(true);
  });

  it('counts a publication that fails as the failure of its instance', async () => {
    const set = project();
    writeFileSync(join(set.root, 'file'), '');
    Object.assign(set.instances[1]!, { publish: join(set.root, 'file/reports') });
    const { events } = await run(set);
    expect(events.at(-1)).toMatchObject({
      type: 'instance-failed',
      instance: 'page',
      error: {
        code: 'file-system',
        message: `publishing an output failed (EEXIST): ${join(set.root, 'file')}`,
      },
      logTail: [],
      rerun: 'eos-pipeline repro page',
    });
  });
});
