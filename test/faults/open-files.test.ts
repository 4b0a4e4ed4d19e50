import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { BIN, eosPipelineWith } from '../command-line.ts';
import { otherUser } from '../other-user.ts';
import { projectFolder } from '../project-folder.ts';
import { smallProject } from '../small-project.ts';

test.skipIf(process.platform !== 'linux')('too few open files are said before anything else happens', () => {
  const cwd = projectFolder(smallProject);
  const run = (files: number) =>
    spawnSync('sh', ['-c', `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, BIN, '-j', '2'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  for (const files of [25, 32, 63]) {
    const { status, stdout, stderr } = run(files);
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      `this process may have ${files} files open, at least 64 are needed\n  Raise the limit ("ulimit -n 4096"); then run the same command again.\n`,
    ]);
  }
  const { status, stderr } = run(64);
  expect([status, stderr]).toEqual([0, '']);
});

const user = otherUser();

test.skipIf('missing' in user || process.platform !== 'linux')(
  'so is too little room for processes, except to root, whom no limit binds',
  () => {
    const run = (id: number) =>
      spawnSync(
        'sh',
        [
          '-c',
          'ulimit -u 63 2>/dev/null || ulimit -p 63; exec "$0" "$@"',
          process.execPath,
          BIN,
          '--version',
        ],
        {
          cwd: '/',
          encoding: 'utf8',
          uid: id,
          gid: id,
          env: { ...process.env, NO_COLOR: '1' },
        },
      );
    const { status, stdout, stderr } = run((user as { id: number }).id);
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      'this user may have 63 processes and threads, at least 64 are needed\n  Raise the limit ("ulimit -u 4096"); then run the same command again.\n',
    ]);
    expect(run(0)).toMatchObject({ status: 0, stderr: '' });
  },
);

test.skipIf(process.platform === 'win32')(
  'a compiler that cannot run is said, with what to look at',
  async () => {
    const folder = projectFolder({
      'package.json': '{ "type": "module" }',
      'stages/a.ts': 'export default {};',
      'pipeline.yaml': 'version: 1\nstages:\n  a: { uses: ./stages/a.ts }\n',
    });
    const { exitCode, stderr } = await eosPipelineWith(
      { ESBUILD_BINARY_PATH: '/bin/false' },
      folder,
      'status',
    );
    expect([exitCode, stderr.replace(/ \(.*\)\n/, '\n')]).toEqual([
      1,
      `${folder}/stages/a.ts could not be read as TypeScript: the process of esbuild ended\n` +
        '  Where the system has too little memory, or room for processes ("ulimit -u", "ulimit -v"), give it more; then run the same command again.\n',
    ]);
  },
);
