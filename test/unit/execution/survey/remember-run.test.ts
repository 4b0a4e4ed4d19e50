import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { type FreshRun, recallFreshRun } from '../../../../src/cache/fresh-run.ts';
import { readLockFile } from '../../../../src/cache/lock-file.ts';
import { type Signature, signatureAt } from '../../../../src/cache/files/signature.ts';
import type { RunRequest } from '../../../../src/execution/run-options.ts';
import { type RunOptions, runPlan } from '../../../../src/execution/run-plan.ts';
import { rememberRun } from '../../../../src/execution/survey/remember-run.ts';
import type { Run } from '../../../../src/execution/survey/run.ts';
import { projectFolder } from '../../../project-folder.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const QUESTION = 'repro';
/** Older than a clock tick, as signatures have to be before they vouch for a content. */
const SETTLED_MS = 60;

interface Project {
  root: string;
  cache: CacheFolder;
  /** Runs; gives how many instances ran. */
  run: (options?: Partial<RunOptions>) => Promise<number>;
  recall: (question?: string) => number | undefined;
  /** The folder of the output of `data`. */
  output: () => string;
}

/** A stage with an imported helper, an input folder and a variable, and a published page that needs it. */
async function project(): Promise<Project> {
  const cache = temporaryCache();
  const root = projectFolder({
    'pipeline.yaml': '',
    'in/a.txt': 'a',
    'stages/helper.js': "export const name = 'x.txt';",
    'stages/data.js': `import { name } from './helper.js';
import 'a-package';
${stageText("writeFileSync(output + '/' + name, 'x'); return {};", { inputs: "{ from: 'one' }" })}`,
    'node_modules/a-package/package.json': '{ "name": "a-package", "version": "1.0.0", "main": "index.js" }',
    'node_modules/a-package/index.js': '',
    'stages/page.js': stageText("writeFileSync(output + '/index.html', 'page'); return {};", {
      inputs: "{ data: 'one' }",
    }),
  });
  const instances = [
    instanceOf(root, 'data', {
      needs: { from: { kind: 'file', path: join(root, 'in'), name: 'in' } },
      env: ['EOS_TEST_VARIABLE'],
    }),
    instanceOf(root, 'page', {
      needs: { data: { kind: 'instances', ids: ['data'], many: false } },
      publish: join(root, 'reports'),
    }),
  ];
  const file = join(root, 'pipeline.yaml');
  await sleep(SETTLED_MS);
  return {
    root,
    cache,
    recall: (question = QUESTION) => recallFreshRun(cache, question),
    run: async (options = {}) => {
      const request: RunRequest = {
        question: QUESTION,
        pipeline: [file, ...signatureAt(file)!],
        startedMs: Date.now(),
      };
      const summary = await runPlan(
        planOver(root, instances),
        { cacheFolder: cache.root, jobs: 1, request, ...options },
        () => undefined,
      );
      return summary.ran;
    },
    output: () => cache.output(readLockFile(join(root, 'pipeline.lock'))!.get('data')!.output),
  };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a run that ends with everything up to date', () => {
  it('is remembered, with the number of its instances', async () => {
    const { run, recall } = await project();
    expect(recall()).toBeUndefined();
    expect(await run()).toBe(2);
    expect(recall()).toBe(2);
    expect(recall('repro --profile paper')).toBeUndefined();
  });

  it('is not remembered without a request, where an instance failed, or where code was written in the same moment', async () => {
    const { run, recall, root } = await project();
    await run({ request: undefined });
    expect(recall()).toBeUndefined();
    writeFileSync(
      join(root, 'stages/page.js'),
      stageText("throw new Error('no');", { inputs: "{ data: 'one' }" }),
    );
    await sleep(SETTLED_MS);
    await run();
    expect(recall()).toBeUndefined();
    writeFileSync(join(root, 'stages/page.js'), stageText('return {};', { inputs: "{ data: 'one' }" }));
    await run();
    expect(recall()).toBeUndefined();
  });
});

describe('rememberRun', () => {
  it('remembers as many paths as 100,000 instances have', async () => {
    const { cache, run, root, recall } = await project();
    await run();
    const index = new ActionIndex(cache);
    const locked = readLockFile(join(root, 'pipeline.lock'))!;
    const opened = {
      cache,
      index,
      lockFile: join(root, 'pipeline.lock'),
      plan: planOver(root, []),
      selected: [instanceOf(root, 'data', {})],
      keys: { codes: new Map([['data', { files: manyFiles(250_000), absent: [] }]]) },
    };
    const file = join(root, 'pipeline.yaml');
    const request: RunRequest = {
      question: 'many',
      pipeline: [file, ...signatureAt(file)!],
      startedMs: Date.now(),
    };
    rememberRun(opened as unknown as Run, request, locked);
    const kept = JSON.parse(readFileSync(cache.freshRun!, 'utf8')) as { content: FreshRun };
    expect(kept.content).toMatchObject({ question: 'many', instances: 1 });
    expect(kept.content.paths.length).toBeGreaterThan(250_000);
    // None of them is there.
    expect(recall('many')).toBeUndefined();
  });
});

function manyFiles(count: number): [path: string, signature: Signature][] {
  return Array.from({ length: count }, (_, item) => [`/no/such/code/${item}.ts`, [1, 1, 1, item, 0o100644]]);
}

const changes: Record<string, (project: Project) => void> = {
  'pipeline.yaml is edited': ({ root }) => {
    appendFileSync(join(root, 'pipeline.yaml'), '#');
  },
  'a stage is edited': ({ root }) => {
    appendFileSync(join(root, 'stages/data.js'), '//');
  },
  'a module that a stage imports is edited': ({ root }) => {
    appendFileSync(join(root, 'stages/helper.js'), '//');
  },
  'a package appears nearer to a stage': ({ root }) => {
    mkdirSync(join(root, 'stages/node_modules/a-package'), { recursive: true });
    writeFileSync(
      join(root, 'stages/node_modules/a-package/package.json'),
      '{ "name": "a-package", "version": "2.0.0" }',
    );
  },
  'an input file is edited': ({ root }) => {
    appendFileSync(join(root, 'in/a.txt'), 'b');
  },
  'an input file appears': ({ root }) => {
    writeFileSync(join(root, 'in/b.txt'), 'b');
  },
  'the input goes': ({ root }) => {
    rmSync(join(root, 'in'), { recursive: true });
  },
  'a variable of a stage changes': () => {
    vi.stubEnv('EOS_TEST_VARIABLE', 'other');
  },
  'the lock file goes': ({ root }) => {
    rmSync(join(root, 'pipeline.lock'));
  },
  'an output is damaged': ({ output }) => {
    chmodSync(join(output(), 'x.txt'), 0o644);
    writeFileSync(join(output(), 'x.txt'), 'y');
  },
  'something is added to an output': ({ output }) => {
    chmodSync(output(), 0o755);
    writeFileSync(join(output(), 'more.txt'), 'y');
  },
  'an output is touched': ({ output }) => {
    utimesSync(join(output(), 'x.txt'), 0, 0);
  },
  'a record is emptied': ({ root, cache }) => {
    const record = cache.record(readLockFile(join(root, 'pipeline.lock'))!.get('data')!.key);
    chmodSync(record, 0o644);
    writeFileSync(record, '');
  },
  'the published copy is edited': ({ root }) => {
    appendFileSync(join(root, 'reports/index.html'), 'more');
  },
  'a file joins the published copy': ({ root }) => {
    writeFileSync(join(root, 'reports/more.html'), '');
  },
  'a killed process has left something': ({ cache }) => {
    mkdirSync(join(cache.staging, 'left.0'), { recursive: true });
  },
  'another run has changed the index': ({ cache }) => {
    appendFileSync(cache.index!, '\n');
  },
  'the memory of the run is damaged': ({ cache }) => {
    appendFileSync(cache.freshRun!, ' ');
  },
};

describe('is looked at anew when', () => {
  it.each(Object.keys(changes))('%s', async (name) => {
    const tried = await project();
    await tried.run();
    expect(tried.recall()).toBe(2);
    changes[name]!(tried);
    expect(tried.recall()).toBeUndefined();
  });
});

describe('the cache', () => {
  it('keeps one remembered run, and works without it', async () => {
    const { run, recall, cache } = await project();
    await run();
    expect(readdirSync(cache.memory!)).toContain('fresh-run.json');
    rmSync(cache.freshRun!);
    expect(recall()).toBeUndefined();
    expect(await run()).toBe(0);
    expect(recall()).toBe(2);
  });
});
