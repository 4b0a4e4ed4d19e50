import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan, type PlanOptions } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import { ownerOf, placeOf } from '../../../../src/pipeline/plan/publish-folders.ts';
import { messageOf, projectFolder, writeProject } from '../../../project-folder.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

/** A project whose stages have these lines in pipeline.yaml. */
function projectOf(stages: string): string {
  return projectFolder({
    'pipeline.yaml': `version: 1\nparams: { folder: out, number: 3 }\nstages:\n${stages}`,
    'stages/s.ts': '',
    'data/x.csv': '',
  });
}

/** Where the instances publish to, relative to the project. */
async function foldersIn(folder: string, options: PlanOptions = {}): Promise<(string | undefined)[]> {
  const { plan } = await buildPlan(await loadPipeline(join(folder, 'pipeline.yaml')), options);
  return plan.instances.map(({ publish }) => publish?.slice(folder.length + 1));
}

/** The faults of a stage that publishes to `path`. */
function refused(path: string, options: PlanOptions = {}, folder = projectOf(oneStage(path))) {
  return messageOf(foldersIn(folder, { cacheFolder: join(folder, 'cache'), ...options }), folder);
}

const oneStage = (path: string): string =>
  `  a: { uses: ./stages/s.ts, needs: { x: { file: data/x.csv } }, publish: '${path}' }\n`;

describe('a folder to publish to', () => {
  it.each(['reports', './reports/', 'deep/reports', 'stages/out', 'data/out', '..reports', 'cachet'])(
    'may be %s',
    async (path) => {
      const folder = projectOf(oneStage(path));
      expect(await foldersIn(folder, { cacheFolder: join(folder, 'cache') })).toEqual([
        join(path, '.').replace(/\/$/, ''),
      ]);
    },
  );

  it('may be given by an absolute path inside the project, and by references', async () => {
    const folder = projectOf('');
    const text = `version: 1\nstages:\n  a: { run: ls, outputs: [x], publish: ${folder}/reports }\n`;
    writeProject(folder, { 'pipeline.yaml': text });
    expect(await foldersIn(folder)).toEqual(['reports']);
    const references = projectOf(
      "  a: { run: ls, outputs: [x], matrix: { n: [1, 2] }, publish: '${{ params.folder }}/${{ matrix.n }}' }\n",
    );
    expect(await foldersIn(references)).toEqual(['out/1', 'out/2']);
  });

  it('is refused at its place in pipeline.yaml where it is the project folder', async () => {
    const folder = projectOf(oneStage('./'));
    const message = await refused('./', {}, folder);
    expect(message)
      .toBe(`pipeline.yaml:4:74: the stage "a" publishes to ${folder}, which is not inside the project folder
  4 |   a: { uses: ./stages/s.ts, needs: { x: { file: data/x.csv } }, publish: './' }
    |                                                                          ^^^^
  expected a folder of its own inside the project: publishing replaces everything in it
  name another folder, such as "reports"

1 fault; nothing was run.`);
  });

  it.each([
    ['.git', 'which lies in .git, which no pipeline may replace'],
    ['.git/hooks', 'which lies in .git, which no pipeline may replace'],
    ['node_modules', 'which lies in node_modules, which no pipeline may replace'],
    ['packages/a/node_modules/b', 'which lies in node_modules, which no pipeline may replace'],
    ['nested', 'which holds a repository of its own (.git)'],
    ['link-in/.git', 'which lies in .git, which no pipeline may replace'],
  ])('is refused where it is of another program: %s', async (path, problem) => {
    const folder = projectOf(oneStage(path));
    mkdirSync(join(folder, 'nested/.git'), { recursive: true });
    symlinkSync('nested', join(folder, 'link-in'));
    expect(await refused(path, {}, folder)).toContain(`publishes to ${path}, ${problem}\n`);
  });

  it('is refused where a link on the way leads out of the project', async () => {
    const [folder, outside] = [projectOf(oneStage('link/sub')), temporaryFolder()];
    symlinkSync(outside, join(folder, 'link'));
    expect(await refused('link/sub', {}, folder)).toContain(
      `publishes to link/sub, which leads out of the project folder, to ${outside}/sub\n`,
    );
  });

  it.each([
    ['.', 'which is not inside the project folder'],
    ['..', 'which is not inside the project folder'],
    ['../beside', 'which is not inside the project folder'],
    ['reports/../..', 'which is not inside the project folder'],
    ['/tmp', 'which is not inside the project folder'],
    ['cache', 'which lies in the cache'],
    ['cache/reports', 'which lies in the cache'],
    ['stages', 'which holds the stage file of "a"'],
    ['stages/s.ts', 'which holds the stage file of "a"'],
    ['data', 'which holds the input "data/x.csv"'],
    ['pipeline.yaml', 'which holds pipeline.yaml'],
    ['pipeline.lock', 'which holds pipeline.lock'],
  ])('is refused where it is %s', async (path, problem) => {
    expect(await refused(path)).toContain(`, ${problem}\n`);
  });

  it('is refused where it holds the cache, pipeline.yaml or the data dir', async () => {
    const folder = projectOf(oneStage('reports'));
    const told = (options: PlanOptions) => refused('reports', options, folder);
    expect(await told({ cacheFolder: join(folder, 'reports/cache') })).toContain(', which holds the cache\n');
    expect(await told({ dataDir: join(folder, 'reports/data') })).toContain(', which holds the data dir\n');
    const beside = projectFolder({
      'sub/pipeline.yaml': "version: 1\nstages: { a: { run: ls, outputs: [x], publish: 'sub' } }\n",
    });
    const plan = loadPipeline(join(beside, 'sub/pipeline.yaml')).then((pipeline) =>
      buildPlan(pipeline, { root: beside }),
    );
    expect(await messageOf(plan, beside)).toContain(', which holds pipeline.yaml\n');
  });

  it('is refused where a link leads into the cache or to what the pipeline needs', async () => {
    const folder = projectOf(oneStage('link/out'));
    mkdirSync(join(folder, 'cache'));
    symlinkSync('cache', join(folder, 'link'));
    expect(await refused('link/out', {}, folder)).toContain(', which lies in the cache\n');
    const other = projectOf(oneStage('link/stages'));
    symlinkSync('.', join(other, 'link'));
    expect(await refused('link/stages', {}, other)).toContain(', which holds the stage file of "a"\n');
  });

  it('is refused where a reference gives no text', async () => {
    expect(await refused('${{ params.number }}')).toContain(
      "wrong value of stages.a.publish\n  4 |   a: { uses: ./stages/s.ts, needs: { x: { file: data/x.csv } }, publish: '${{ params.number }}' }\n",
    );
  });
});

describe('folders of several instances', () => {
  const stage = (name: string, publish: string, more = ''): string =>
    `  ${name}: { run: ls, outputs: [x], publish: '${publish}'${more} }\n`;

  it('may stand beside each other', async () => {
    const folder = projectOf(stage('a', 'out/a') + stage('b', 'out/b') + stage('c', 'out/ab'));
    expect(await foldersIn(folder)).toEqual(['out/a', 'out/b', 'out/ab']);
  });

  it('are refused where two stages publish to the same one', async () => {
    const folder = projectOf(stage('a', 'reports') + stage('b', './reports/'));
    expect(await messageOf(foldersIn(folder), folder))
      .toBe(`pipeline.yaml:5:40: b publishes to reports, as does a
  5 |   b: { run: ls, outputs: [x], publish: './reports/' }
    |                                        ^^^^^^^^^^^^
  expected folders apart from each other: publishing replaces everything in a folder
  name another folder

1 fault; nothing was run.`);
  });

  it.each([
    ['out', 'Out'],
    ['out/a', 'OUT/a'],
    ['out/\u00e9', 'out/e\u0301'],
  ])(
    'are refused where they differ only in letter case or Unicode form: %s and %s',
    async (first, second) => {
      const folder = projectOf(stage('a', first) + stage('b', second));
      expect(await messageOf(foldersIn(folder), folder)).toContain(
        `b publishes to ${second}, which a disk that does not tell letter case or Unicode forms apart takes for the folder of a\n`,
      );
    },
  );

  it('are refused where a ~ looks like the home folder', async () => {
    const folder = projectOf(stage('a', '~/reports'));
    expect(await messageOf(foldersIn(folder), folder)).toContain(
      'publishes to ~/reports, which no shell would take for a folder of the project: ~ is not the home folder here\n',
    );
  });

  it('are refused where one lies inside the other, whichever comes first', async () => {
    for (const [first, second, named] of [
      ['out/deep/a', 'out', 'a publishes to out/deep/a, inside the folder of b\n'],
      ['out', 'out/deep/b', 'b publishes to out/deep/b, inside the folder of a\n'],
    ] as const) {
      const folder = projectOf(stage('a', first) + stage('b', second));
      expect(await messageOf(foldersIn(folder), folder)).toContain(named);
    }
  });

  it('are refused, once a stage, where they do not depend on the matrix', async () => {
    const folder = projectOf(stage('a', 'reports', ', matrix: { k: [x], n: [1, 2, 3] }'));
    const message = `pipeline.yaml:4:40: a[k=x,n=2] publishes to reports, as does a[k=x,n=1]
  4 |   a: { run: ls, outputs: [x], publish: 'reports', matrix: { k: [x], n: [1, 2, 3] } }
    |                                        ^^^^^^^^^
  expected folders apart from each other: publishing replaces everything in a folder
  let the folder depend on the matrix, as in "reports/\${{ matrix.n }}"

1 fault; nothing was run.`;
    expect(await messageOf(foldersIn(folder), folder)).toBe(message);
    // One run after the other would overwrite them.
    expect(await messageOf(foldersIn(folder, { only: ['n=1'] }), folder)).toBe(message);
  });
});

it('finds who owns the nearest folder around a path', () => {
  const owners = new Map([
    ['/p/out', 'a'],
    ['/p/out/deep', 'b'],
  ]);
  expect(['/p/out/x', '/p/out/deep/x/y', '/p/out', '/p/other'].map((path) => ownerOf(path, owners))).toEqual([
    'a',
    'b',
    'a',
    undefined,
  ]);
});

it('follows the links that lead to a place, but not one that stands there', () => {
  const folder = placeOf(temporaryFolder());
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  expect(placeOf(join(folder, 'link'))).toBe(join(folder, 'link'));
  expect(placeOf(join(folder, 'link/new/x'))).toBe(join(folder, 'real/new/x'));
});
