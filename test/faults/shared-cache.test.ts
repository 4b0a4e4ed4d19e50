import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BIN, type Outcome } from '../command-line.ts';
import { otherUser } from '../other-user.ts';
import { projectFolder } from '../project-folder.ts';
import { smallProject } from '../small-project.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const [ANNA, BEN, GROUP] = [65_534, 65_533, 65_532];

/** A project folder that belongs to a user. */
function projectOf(uid: number): string {
  const folder = projectFolder(smallProject);
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    chownSync(path, uid, GROUP);
  chmodSync(folder, 0o750);
  return folder;
}

/** Runs the command as a user of the group, with the mask that most systems have. */
function runAs(uid: number, folder: string, ...args: string[]): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', 'umask 022; exec "$0" "$@"', process.execPath, BIN, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, NO_COLOR: '1' },
      uid,
      gid: GROUP,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', fail);
    child.on('close', (exitCode) => {
      done({ exitCode, stdout, stderr });
    });
  });
}

test('two users of a group share a cache that is the group’s to write: runs, hits, verify and gc', async (context) => {
  const other = otherUser();
  if ('missing' in other) return context.skip(other.missing);
  const above = temporaryFolder();
  chmodSync(above, 0o755);
  const cache = join(above, 'cache');
  mkdirSync(cache);
  chownSync(cache, ANNA, GROUP);
  chmodSync(cache, 0o2775);
  const [anna, ben] = [projectOf(ANNA), projectOf(BEN)];
  const shared = ['--cache-dir', cache];

  const first = await runAs(ANNA, anna, ...shared);
  expect([first.exitCode, first.stderr]).toEqual([0, '']);
  const hits = await runAs(BEN, ben, ...shared);
  expect([hits.exitCode, hits.stderr]).toEqual([0, '']);
  expect(hits.stdout).toMatch(/0 ran|nothing to do/);
  const changed = await runAs(BEN, ben, ...shared, '--set', 'params.power=3');
  expect([changed.exitCode, changed.stderr]).toEqual([0, '']);
  expect(changed.stdout).toMatch(/3 ran, 2 up to date/);
  const back = await runAs(BEN, ben, ...shared);
  expect([back.exitCode, back.stderr]).toEqual([0, '']);
  for (const name of ['actions', 'outputs', 'manifests', 'sessions', 'projects', 'logs'])
    expect([name, lstatSync(join(cache, name)).mode & 0o2020]).toEqual([name, 0o2020]);

  const verified = await runAs(BEN, ben, 'verify', ...shared);
  expect([verified.exitCode, verified.stderr]).toEqual([0, '']);
  const config = ['--profile', 'squares', ...shared];
  const annas = await runAs(ANNA, anna, 'gc', ...config);
  expect([annas.exitCode, annas.stderr]).toEqual([0, '']);
  expect(annas.stdout).toMatch(
    /^left \d+ things? that another user of this cache owns \(.*\): they, or root, can collect them$/m,
  );
  const bens = await runAs(BEN, ben, 'gc', ...config);
  expect([bens.exitCode, bens.stderr]).toEqual([0, '']);
  expect(bens.stdout).not.toMatch(/^left /m);
  expect(readdirSync(join(cache, 'trash'))).toEqual([]);
  for (const [uid, folder] of [
    [ANNA, anna],
    [BEN, ben],
  ] as const) {
    const again = await runAs(uid, folder, ...shared);
    expect([again.exitCode, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(/nothing to do/);
    expect(existsSync(join(folder, 'reports/index.html'))).toBe(true);
  }
});

test.skipIf(process.getuid?.() !== 0)(
  'a folder of the cache that one may not read is named, and is no defect',
  { timeout: 300_000 },
  async (context) => {
    const other = otherUser();
    if ('missing' in other) context.skip(other.missing);
    const folder = projectOf(ANNA);
    expect((await runAs(ANNA, folder)).exitCode).toBe(0);
    for (const name of ['actions', 'outputs', 'logs', 'sessions', 'projects']) {
      const closed = join(folder, 'cache', name);
      chmodSync(closed, 0);
      for (const command of ['verify', 'gc', 'status']) {
        const { stdout, stderr } = await runAs(ANNA, folder, command);
        expect(stdout + stderr, `${command} without ${name}`).not.toMatch(/has a defect|^\s+at \S+ \(/m);
      }
      const { exitCode, stderr } = await runAs(ANNA, folder, 'gc');
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`permission was denied (EACCES): ${closed}`);
      chmodSync(closed, 0o755);
    }
  },
);
