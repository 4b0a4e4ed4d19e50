import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { CacheFolder } from '../../src/cache/files/cache-folder.ts';
import { verifyCache } from '../../src/cache/verify.ts';
import type { Instance } from '../../src/pipeline/plan/plan.ts';
import { eosPipeline } from '../command-line.ts';
import { otherUser } from '../other-user.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { Ended } from '../event-process.ts';
import { Project } from './project.ts';

/** Writes as many bytes as it is told. */
const FAT = `
import { closeSync, openSync, writeSync } from 'node:fs';
export default {
  name: 'fat', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['x'],
  run({ params, output }) {
    const file = openSync(output + '/x', 'w');
    for (let written = 0; written < params.kilobytes; written++) writeSync(file, Buffer.alloc(1024, params.fill));
    closeSync(file);
  },
};
`;

const FREE =
  'Free some space ("eos-pipeline gc" shrinks the cache) or choose another disk with --cache-dir; then run the same command again.';

const cleanUp: (() => void)[] = [];

afterEach(() => {
  for (const act of cleanUp.splice(0).reverse()) act();
});

function newProject(cache?: string): Project {
  const project = new Project({ small: 3, steps: 2 }, cache);
  project.jobs = 1;
  project.write('stages/fat.ts', FAT);
  cleanUp.push(() => {
    removeTree(project.root);
  });
  return project;
}

/** A small file system of its own; undefined where this user may not mount. */
function mountSmall(options: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'eos-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  cleanUp.push(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Root may do everything: another user in its place; undefined where the tests run as such a one. */
function userBelowRoot(): number | 'unreachable' | undefined {
  if (process.getuid!() !== 0) return undefined;
  const other = otherUser();
  return 'id' in other ? other.id : 'unreachable';
}

function errors({ summary }: Ended) {
  return summary!.failures.map(({ error }) => error);
}

function fat(project: Project, kilobytes: number): Instance {
  return project.instance('fat', { params: { kilobytes, fill: 7 } });
}

describe('a full disk', () => {
  test('fails the stage that fills it by name; earlier results stay, and with space again the next run is clean', async (context) => {
    const disk = mountSmall('size=1m');
    if (disk === undefined) return context.skip('mounting a small file system is not allowed here');
    const project = newProject(join(disk, 'cache'));
    expect((await project.run()).code).toBe(0);
    const before = project.results();

    project.adapt = (instances) => [...instances, fat(project, 4096)];
    const full = await project.run();
    expect(full.code).toBe(1);
    expect(errors(full)).toMatchObject([{ code: 'disk-full', hint: FREE }]);
    expect(errors(full)[0]!.message).toMatch(
      /^running fat failed, no space is left on the device \(ENOSPC\)/,
    );
    expect(full.summary).toMatchObject({ hits: 5, failed: 1 });

    project.adapt = (instances) => [...instances, fat(project, 16)];
    const next = await project.run();
    expect(next.code).toBe(0);
    expect(next.summary).toMatchObject({ hits: 5, ran: 1 });
    project.adapt = (instances) => instances;
    await project.run();
    expect(project.results()).toBe(before);
    expect((await verifyCache(new CacheFolder(project.cache))).problems).toEqual([]);
  });

  test('of the project is not taken for that of the cache', async (context) => {
    const disk = mountSmall('size=1m');
    if (disk === undefined) return context.skip('mounting a small file system is not allowed here');
    const root = join(disk, 'project');
    mkdirSync(root);
    writeFileSync(
      join(root, 'pipeline.yaml'),
      `version: 1\nstages:\n  a: { run: 'head -c 2000000 /dev/zero > "$EOS_OUTPUT/x"', outputs: [x], publish: out }\n`,
    );
    const cache = temporaryFolder();
    const { exitCode, stdout, stderr } = await eosPipeline(root, '--cache-dir', join(cache, 'cache'));
    expect([exitCode, stdout + stderr]).toEqual([
      1,
      expect.stringContaining(`publishing an output failed, the disk of the project is full: ${root}/out`),
    ]);
    expect(stdout + stderr).toContain(
      'Free some space on the disk of the project; then run the same command again.',
    );
    expect(stdout + stderr).not.toContain('gc');
  });

  test(
    'at every fill level: never a wrong result, and with space again always the right one',
    { timeout: 300_000 },
    async (context) => {
      const disk = mountSmall('size=600k');
      if (disk === undefined) return context.skip('mounting a small file system is not allowed here');
      const reference = newProject();
      reference.adapt = (instances) => [...instances, fat(reference, 20)];
      expect((await reference.run()).code).toBe(0);
      const ballast = join(disk, 'ballast');
      for (const kilobytes of [590, 560, 530, 500, 470, 440]) {
        const project = newProject(join(disk, 'cache'));
        project.adapt = (instances) => [...instances, fat(project, 20)];
        writeFileSync(ballast, Buffer.alloc(kilobytes * 1024));
        const full = await project.run({ keepGoing: true });
        if (full.code !== 0) {
          expect(full.code).toBe(1);
          const said =
            full.summary === undefined
              ? full.stderr
              : errors(full)
                  .map(({ code }) => code)
                  .join(' ');
          expect(said).toMatch(/^disk-full/);
        }
        rmSync(ballast);
        const next = await project.run();
        expect([next.code, next.stderr]).toEqual([0, '']);
        expect(project.results()).toBe(reference.results());
        removeTree(project.cache);
      }
    },
  );
});

describe('a cache that cannot be written', () => {
  test('on a read-only file system is named; what is there still counts as up to date', async (context) => {
    const disk = mountSmall('size=4m');
    if (disk === undefined) return context.skip('mounting a small file system is not allowed here');
    const project = newProject(join(disk, 'cache'));
    expect((await project.run()).code).toBe(0);
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect((await project.run()).summary).toMatchObject({ ran: 0, hits: 5 });
    project.settings.generation = 1;
    const stuck = await project.run();
    expect(stuck.code).toBe(1);
    expect(stuck.stderr).toContain(
      'read-only: announcing this process in the cache failed, the file system is read-only (EROFS): ',
    );
    expect(stuck.stderr).toContain(
      'Choose a writable folder with --cache-dir, or mount the file system for writing.',
    );
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    expect((await project.run()).code).toBe(0);
  });

  test('since it cannot even be made on a read-only file system is named', async (context) => {
    const disk = mountSmall('size=4m');
    if (disk === undefined) return context.skip('mounting a small file system is not allowed here');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const stuck = await newProject(join(disk, 'cache')).run();
    expect(stuck.code).toBe(1);
    expect(stuck.stderr).toBe(
      `read-only: creating the cache folder failed, the file system is read-only (EROFS): ${disk}/cache\n` +
        'Choose a writable folder with --cache-dir, or mount the file system for writing.\n',
    );
  });

  test('for lack of permission is named', async (context) => {
    const project = newProject();
    mkdirSync(project.cache);
    const nobody = userBelowRoot();
    if (nobody === 'unreachable') return context.skip('another user cannot reach this clone, or its Node');
    if (nobody !== undefined) chownSync(project.root, nobody, nobody);
    chmodSync(project.cache, 0o555);
    const stuck = await project.start({}, {}, nobody).ended;
    expect(stuck.code).toBe(1);
    expect(stuck.stderr).toBe(
      `permission-denied: creating the cache folder failed, permission was denied (EACCES): ${project.cache}/actions\n` +
        'Give this user access to the path, or choose another cache folder with --cache-dir.\n',
    );
    chmodSync(project.cache, 0o755);
    if (nobody !== undefined) chownSync(project.cache, nobody, nobody);
    const next = await project.start({}, {}, nobody).ended;
    expect([next.code, next.stderr]).toEqual([0, '']);
    // A user that is not root removes read-only outputs as well.
    project.settings.generation = 1;
    const again = await project.start({}, {}, nobody).ended;
    expect([again.code, again.stderr]).toEqual([0, '']);
  });
});

describe('inputs and outputs that go wrong', () => {
  test('an input that is not there is bad input: exit code 2', async () => {
    const project = newProject();
    const path = join(project.root, 'data.csv');
    const needs: Instance['needs'] = { data: { kind: 'file', path, name: 'data.csv' } };
    const work: Instance['work'] = {
      kind: 'run',
      command: 'cp "$EOS_INPUT_DATA" "$EOS_OUTPUT/x"',
      outputs: ['x'],
    };
    project.adapt = () => [project.instance('copy', { work, needs })];
    const ended = await project.run();
    expect(ended.code).toBe(2);
    expect(ended.stderr).toBe(
      `missing-input: the input ${path} is not there\nCreate the file or folder, or correct its path under "needs" in pipeline.yaml.\n`,
    );
  });

  test('an input that changes while the stage reads it gives no result', async () => {
    const project = newProject();
    project.write('data.csv', 'one');
    const needs: Instance['needs'] = {
      data: { kind: 'file', path: join(project.root, 'data.csv'), name: 'data.csv' },
    };
    const work: Instance['work'] = {
      kind: 'run',
      command: 'cp data.csv "$EOS_OUTPUT/x"; echo two >> data.csv',
      outputs: ['x'],
    };
    project.adapt = () => [project.instance('copy', { work, needs })];
    const ended = await project.run();
    expect(errors(ended)).toMatchObject([
      {
        message: `the input ${join(project.root, 'data.csv')} changed while the stage was reading it`,
        hint: 'Run the same command again when it is complete.',
      },
    ]);
  });

  test('a socket or a pipe in an output is refused by name', async () => {
    const project = newProject();
    const work: Instance['work'] = { kind: 'run', command: 'mkfifo "$EOS_OUTPUT/pipe"', outputs: ['pipe'] };
    project.adapt = () => [project.instance('pipe', { work })];
    expect(errors(await project.run())[0]!.message).toMatch(
      /\/pipe is neither a file, a folder nor a symbolic link$/,
    );
  });

  test('a link into the staging folder is refused, because it would break', async () => {
    const project = newProject();
    const command = 'echo > "$EOS_OUTPUT/x"; ln -s "$EOS_OUTPUT/x" "$EOS_OUTPUT/link"';
    project.adapt = () => [project.instance('link', { work: { kind: 'run', command, outputs: [] } })];
    const [error] = errors(await project.run());
    expect(error!.message).toMatch(/^the link link points to .*\/x, which moves when the stage ends$/);
    expect(error!.hint).toBe('Make it a relative link, or copy the file.');
  });

  test('a stage cannot spoil its inputs: they are read-only', async (context) => {
    const project = newProject();
    const smalls = ['small[number=0]'];
    const command = 'echo spoiled > "$EOS_INPUT_PART/data.txt"; echo > "$EOS_OUTPUT/x"';
    const needs: Instance['needs'] = { part: { kind: 'instances', ids: smalls, many: false } };
    project.adapt = (instances) => [
      ...instances,
      project.instance('spoil', { work: { kind: 'run', command, outputs: ['x'] }, needs }),
    ];
    const nobody = userBelowRoot();
    if (nobody === 'unreachable') return context.skip('another user cannot reach this clone, or its Node');
    if (nobody !== undefined) chownSync(project.root, nobody, nobody);
    const ended = await project.start({}, {}, nobody).ended;
    const data = readFileSync(join(project.output(smalls[0]!), 'data.txt'), 'utf8');
    expect(data).not.toContain('spoiled');
    expect(errors(ended)[0]!.message).toBe(`the command ended with exit code 1: ${command}`);
  });

  test('too many open files is said, and nothing of it is kept', async () => {
    const project = newProject();
    const stage = `
import { openSync } from 'node:fs';
export default {
  name: 'open', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['x'],
  run({ output }) { for (;;) openSync(output + '/x', 'a'); },
};`;
    project.write('stages/open.ts', stage);
    project.adapt = () => [project.instance('open', {})];
    const ended = await project.start({}, {}, undefined, 200).ended;
    expect(ended.code).toBe(1);
    expect(errors(ended)).toMatchObject([
      {
        code: 'too-many-open-files',
        hint: 'Raise the limit ("ulimit -n 4096") or lower --jobs; then run the same command again.',
      },
    ]);
    expect((await verifyCache(new CacheFolder(project.cache))).outputs).toBe(0);
  });
});
