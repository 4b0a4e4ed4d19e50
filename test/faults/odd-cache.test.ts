import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CacheFolder } from '../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../src/cache/files/digest.ts';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { Session } from '../../src/cache/sessions/session.ts';
import { eosPipeline, type Outcome } from '../command-line.ts';
import { projectFolder } from '../project-folder.ts';
import { smallProject } from '../small-project.ts';
import { socketFile } from '../socket-file.ts';

const key = sha256('key');
/** Greater than any that a system gives. */
const deadPid = 2 ** 31 - 1;

function said({ stdout, stderr }: Outcome): string {
  return stdout + stderr;
}

/** The first file or folder below two levels of names: the record of an action, an output, a log. */
function firstIn(folder: string): string {
  const [shard] = readdirSync(folder).sort();
  return join(folder, shard!, readdirSync(join(folder, shard!)).sort()[0]!);
}

const kinds: [string, (path: string) => void][] = [
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  [
    'links in a circle',
    (path) => {
      symlinkSync(path, path);
    },
  ],
  ['a socket', socketFile],
];

describe.skipIf(process.platform === 'win32')('what does not belong into a cache', () => {
  test.each(kinds)('%s stops and delays nothing, wherever it lies', async (_kind, make) => {
    const folder = projectFolder(smallProject);
    expect((await eosPipeline(folder)).exitCode).toBe(0);
    const cache = new CacheFolder(join(folder, 'cache'));
    const places = [
      firstIn(cache.actions),
      firstIn(cache.manifests),
      firstIn(cache.outputs),
      firstIn(cache.logs),
      join(cache.actions, 'zz'),
      join(cache.outputs, 'zz'),
      join(cache.logs, 'zz'),
      join(cache.codePieces, `${key}.json`),
      cache.lock(key),
      cache.session('none'),
      join(cache.staging, 'none.0'),
      join(cache.trash, 'none'),
      join(cache.quarantine, '2020-01-01'),
      cache.checkpointsOf(key),
    ];
    const put = (): void => {
      for (const path of places) {
        mkdirSync(dirname(path), { recursive: true });
        removeTree(path);
        make(path);
      }
    };
    for (const command of ['verify', 'gc', 'status', 'repro']) {
      put();
      const outcome = await eosPipeline(folder, command);
      expect(said(outcome)).not.toMatch(/has a defect|^\s+at \S+ \(/m);
      const code = command === 'verify' ? 1 : 0;
      expect([command, outcome.exitCode, said(outcome)]).toEqual([command, code, said(outcome)]);
    }
    expect(said(await eosPipeline(folder))).toMatch(/nothing to do|up to date/);
  });

  test.each(kinds.slice(0, 2))('%s in the place of the cache is named', async (kind, make) => {
    const folder = projectFolder(smallProject);
    make(join(folder, 'cache'));
    const found = kind === 'a pipe' ? 'a special file, not a folder' : 'a link that leads to nothing';
    for (const command of ['repro', 'status', 'gc', 'verify'])
      expect([command, await eosPipeline(folder, command)]).toEqual([
        command,
        {
          exitCode: 1,
          stdout: '',
          stderr: `the cache ${folder}/cache is ${found}\n  Move it away, or choose another folder with --cache-dir.\n`,
        },
      ]);
  });

  test('a file in the place of the cache is named', async () => {
    const folder = projectFolder({ ...smallProject, cache: 'x' });
    expect(await eosPipeline(folder)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `the cache ${folder}/cache is a file, not a folder\n  Move it away, or choose another folder with --cache-dir.\n`,
    });
  });
});

describe('what a killed process had begun to write', () => {
  /** A name that a killed process gives what it writes; of this process, where it is a living one. */
  const half = (path: string, pid = deadPid): string => `${path}.${pid}-0123abcd-7.tmp`;

  async function killed() {
    const folder = projectFolder(smallProject);
    expect((await eosPipeline(folder)).exitCode).toBe(0);
    const cache = new CacheFolder(join(folder, 'cache'));
    const places = [
      cache.record(key),
      cache.manifest(key),
      cache.output(key),
      join(cache.codePieces, 'x.json'),
      join(cache.logs, 'number', 'a.log'),
      join(cache.projects, 'a.json'),
      join(cache.root, 'pipeline.json'),
    ];
    for (const path of places) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(half(path), 'half');
    }
    mkdirSync(half(join(cache.checkpointsOf(key), '1')), { recursive: true });
    const left = [...places, join(cache.checkpointsOf(key), '1')].map((path) => half(path));
    return { folder, cache, left };
  }

  test('goes at the next start, where one was killed and nobody is at work', async () => {
    const { folder, cache, left } = await killed();
    const session = new Session(cache);
    const announced = cache.session(`${deadPid}-dead`);
    session.close();
    appendFileSync(announced, 'killed');
    const writing = half(cache.record(key), process.pid);
    writeFileSync(writing, 'this process writes it at this moment');
    expect((await eosPipeline(folder)).exitCode).toBe(0);
    expect(left.filter((path) => existsSync(path))).toEqual([]);
    expect(existsSync(writing)).toBe(true);
  });

  test('goes with gc, and stays while somebody is at work', async () => {
    const { folder, cache, left } = await killed();
    const session = new Session(cache);
    expect((await eosPipeline(folder)).exitCode).toBe(0);
    expect(left.every((path) => existsSync(path))).toBe(true);
    session.close();
    expect((await eosPipeline(folder, 'gc')).stdout).toMatch(/^half-written +7 /m);
    expect(left.filter((path) => existsSync(path))).toEqual([]);
  });

  test('goes beside a published folder when that is published anew', async () => {
    const { folder } = await killed();
    const copy = half(join(folder, 'reports'));
    mkdirSync(copy);
    writeFileSync(join(copy, 'index.html'), 'half');
    removeTree(join(folder, 'reports'));
    expect((await eosPipeline(folder)).exitCode).toBe(0);
    expect(existsSync(copy)).toBe(false);
  });
});
