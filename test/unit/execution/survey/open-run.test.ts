import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { writeLockFile } from '../../../../src/cache/lock-file.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import type { RunOptions } from '../../../../src/execution/run-options.ts';
import { openRun } from '../../../../src/execution/survey/open-run.ts';
import type { Run } from '../../../../src/execution/survey/run.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { planOf } from '../../../plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const [a, b] = [sha256('a'), sha256('b')];

async function open(
  plan: Plan,
  options: Partial<RunOptions> = {},
  cache: CacheFolder = temporaryCache(),
): Promise<Run & { events: RunEventBody[] }> {
  const events: RunEventBody[] = [];
  const opened = await openRun(
    plan,
    { cacheFolder: cache.root, ...options },
    cache,
    (event) => events.push(event),
    () => undefined,
  );
  return { ...opened, events };
}

const ids = ({ selected }: Run): string[] => selected.map(({ id }) => id);
const diamond = planOf({ data: [], left: ['data'], right: ['data'], report: ['left', 'right'], other: [] });

describe('openRun', () => {
  it('selects the whole plan, or the targets with everything upstream, in the order of the plan', async () => {
    expect(ids(await open(diamond))).toEqual(['data', 'left', 'right', 'report', 'other']);
    expect(ids(await open(diamond, { targets: ['other', 'left'] }))).toEqual(['data', 'left', 'other']);
  });

  it('says that there is no such instance', async () => {
    await expect(open(diamond, { targets: ['left', 'middle'] })).rejects.toThrow(
      new PipelineError('bad-argument', 'there is no instance middle in the pipeline', {
        hint: 'See "eos-pipeline status" for the instances.',
      }),
    );
  });

  it('refuses to publish to a folder with code that a stage imports', async () => {
    const root = projectFolder({
      'stages/page.js': `import '../src/html.js';\n${stageText('')}`,
      'src/html.js': '',
    });
    const page = instanceOf(root, 'page', { publish: join(root, 'src') });
    await expect(open(planOver(root, [page]))).rejects.toThrow(
      `the stage "page" publishes to ${join(root, 'src')}, which holds code of the pipeline: ${join(root, 'src/html.js')}`,
    );
  });

  it('forces everything, or the targets alone', async () => {
    const forced = async (options: Partial<RunOptions>): Promise<string[]> => {
      const opened = await open(diamond, options);
      return ids(opened).filter(opened.isForced);
    };
    expect(await forced({})).toEqual([]);
    expect(await forced({ force: true })).toEqual(['data', 'left', 'right', 'report', 'other']);
    expect(await forced({ force: true, targets: ['report'] })).toEqual(['report']);
  });

  it('knows the previous key of an instance from the index, else from the lock file', async () => {
    const cache = temporaryCache();
    const root = projectFolder({});
    const index = new ActionIndex(cache);
    index.set('instance', 'data', a);
    index.close();
    const line = { key: b, output: b, metrics: {} };
    writeLockFile(
      join(root, 'pipeline.lock'),
      new Map([
        ['data', line],
        ['left', line],
      ]),
    );
    const { previousKey, locked } = await open({ ...diamond, root }, {}, cache);
    expect(['data', 'left', 'right'].map(previousKey)).toEqual([a, b, undefined]);
    expect([...locked.keys()]).toEqual(['data', 'left']);
  });

  it('goes on without a lock file that cannot be read, and says so', async () => {
    const root = projectFolder({ 'pipeline.lock': '<<<<<<< HEAD\n' });
    const { locked, events } = await open({ ...diamond, root });
    expect(locked.size).toBe(0);
    expect(events).toEqual([
      {
        type: 'cache-repaired',
        what: 'lock-file',
        path: join(root, 'pipeline.lock'),
        problem: 'this line of the lock file cannot be read: <<<<<<< HEAD',
        action: 'rebuilt',
      },
    ]);
  });

  it('takes another lock file where that is asked for', async () => {
    const root = projectFolder({});
    const lockFile = join(root, 'other.lock');
    writeLockFile(lockFile, new Map([['data', { key: a, output: b, metrics: {} }]]));
    expect((await open({ ...diamond, root }, { lockFile })).previousKey('data')).toBe(a);
    expect((await open({ ...diamond, root })).lockFile).toBe(join(root, 'pipeline.lock'));
  });

  it('says how many lines of the index are damaged', async () => {
    const cache = temporaryCache();
    appendFileSync(cache.index!, 'one\ntwo\n');
    const { events } = await open(diamond, {}, cache);
    expect(events).toEqual([
      {
        type: 'cache-repaired',
        what: 'index',
        path: cache.index!,
        problem: '2 of its lines could not be read',
        action: 'rebuilt',
      },
    ]);
  });

  it('reads the code of each stage that is selected', async () => {
    const root = projectFolder({ 'stages/train.js': stageText('') });
    const train = instanceOf(root, 'train');
    const { keys } = await open(planOver(root, [train, instanceOf(root, 'missing')]), {
      targets: ['train'],
    });
    expect(keys.codeOf(train)?.files.map(([path]) => path)).toEqual([join(root, 'stages/train.js')]);
    writeFileSync(join(root, 'stages/train.js'), 'broken (');
    await expect(open(planOver(root, [train]))).rejects.toThrow(
      'the source cannot be read: Unexpected token',
    );
  });
});
