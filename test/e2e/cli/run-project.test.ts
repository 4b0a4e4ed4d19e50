import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import { removeTree } from '../../../src/cache/files/remove-tree.ts';
import { BIN, eosPipeline, jsonLines } from '../../command-line.ts';
import { projectFolder, writeProject } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

/** The line of a run that sums it up, without its time. */
async function repro(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await eosPipeline(folder, ...args);
  return stdout
    .trimEnd()
    .split('\n')
    .find((line) => /^(done|nothing)/.test(line))!
    .replace(/ \(.*\)$/, '')
    .replace(/in ([\d.]+ s|\d+m\d\ds)/, 'in time');
}

describe('a run for people', () => {
  // Every test goes on from where the one before it ended.
  const folder = mkdtempSync(join(tmpdir(), 'eos-test-'));
  writeProject(folder, smallProject);
  afterAll(() => {
    removeTree(folder);
  });

  it('runs what is not up to date, and then nothing', async () => {
    await sleep(60);
    expect(await repro(folder)).toBe('done in time: 5 ran');
    expect(existsSync(new CacheFolder(join(folder, 'cache')).freshRun!)).toBe(true);
    expect(await repro(folder)).toBe('nothing to do: 5 instances up to date');
  });

  it('names the published page once something has run', async () => {
    const { stdout } = await eosPipeline(folder, 'page', '--force');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('published: reports/index.html');
  });

  it.each<[string, () => void, string]>([
    [
      'an input',
      () => {
        writeFileSync(join(folder, 'unit.txt'), 'two');
      },
      'done in time: 2 ran, 3 up to date',
    ],
    [
      'the published page',
      () => {
        writeFileSync(join(folder, 'reports/index.html'), 'mine');
      },
      'nothing to do: 5 instances up to date',
    ],
    [
      'the lock file',
      () => {
        rmSync(join(folder, 'pipeline.lock'));
      },
      'nothing to do: 5 instances up to date',
    ],
    [
      'nothing but a time stamp',
      () => {
        utimesSync(join(folder, 'unit.txt'), 0, 0);
      },
      'nothing to do: 5 instances up to date',
    ],
    [
      'the pipeline',
      () => {
        const path = join(folder, 'pipeline.yaml');
        writeFileSync(path, readFileSync(path, 'utf8').replace('values: [2, 3]', 'values: [2, 3, 4]'));
      },
      'done in time: 3 ran, 4 up to date',
    ],
  ])('sees that %s has changed', async (_, change, expected) => {
    change();
    await sleep(60);
    expect(await repro(folder)).toBe(expected);
    expect(readFileSync(join(folder, 'reports/index.html'), 'utf8')).toContain('9');
    expect(existsSync(join(folder, 'pipeline.lock'))).toBe(true);
    expect(await repro(folder)).toMatch(/^nothing to do: [57] instances up to date$/);
  });

  it('takes other values, targets and profiles for other questions', async () => {
    expect(await repro(folder, '--set', 'params.power=5')).toBe('done in time: 4 ran, 3 up to date');
    expect(await repro(folder)).toBe('nothing to do: 7 instances up to date');
    expect(readFileSync(join(folder, 'reports/index.html'), 'utf8')).toBe('4\n9\n16\n');
    expect(await repro(folder, 'number')).toBe('nothing to do: 3 instances up to date');
    expect(await repro(folder, '--profile', 'cubes')).toBe('done in time: 4 ran, 3 up to date');
  });

  it('tells programs of each instance, and does again what --force asks for', async () => {
    await repro(folder);
    const events = jsonLines(await eosPipeline(folder, '--json'));
    expect(events.filter(({ type }) => type === 'instance-hit')).toHaveLength(7);
    expect(await repro(folder, 'page', '--force')).toBe('done in time: 1 ran, 6 up to date');
  });
});

it.each([['repro'], ['repro', '--json'], ['repro', '--no-such-option']])(
  'a reader of "%s %s" that goes away ends nothing',
  async (...args) => {
    const folder = projectFolder(smallProject);
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    child.stderr.destroy();
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    expect(exitCode).toBe(args.includes('--no-such-option') ? 2 : 0);
    expect(existsSync(join(folder, 'pipeline.lock'))).toBe(exitCode === 0);
  },
);
