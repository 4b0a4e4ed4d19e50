import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BIN } from '../command-line.ts';
import { otherUser } from '../other-user.ts';
import { projectFolder } from '../project-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const user = otherUser();

test.skipIf('missing' in user)(
  'a cache that is closed to its user while a stage runs is said, and nothing is lost',
  () => {
    const { id } = user as { id: number };
    const home = temporaryFolder();
    const root = projectFolder({
      'pipeline.yaml': `version: 1
stages:
  first: { run: 'echo 1 > $EOS_OUTPUT/x', outputs: [x] }
  second: { needs: { a: first }, run: 'cp $EOS_INPUT_A/x $EOS_OUTPUT/y; [ -f ${home}/open ] || chmod 0 $(dirname $(dirname $EOS_OUTPUT))', outputs: [y], publish: out }
`,
    });
    for (const path of [root, join(root, 'pipeline.yaml'), home]) chownSync(path, id, id);
    const run = () =>
      spawnSync(process.execPath, [BIN, 'repro', '--cwd', root], {
        cwd: '/',
        encoding: 'utf8',
        uid: id,
        gid: id,
        env: { ...process.env, HOME: home, XDG_CACHE_HOME: home, NO_COLOR: '1' },
      });
    const cut = run();
    expect(cut.status).toBe(1);
    expect(cut.stdout).toMatch(/ second failed: .*permission was denied \(EACCES\)/);
    expect(cut.stdout + cut.stderr).not.toMatch(/^ {4}at |defect/m);
    const closed = run();
    expect(closed.status).toBe(1);
    expect(closed.stderr).toMatch(
      /permission was denied \(EACCES\): .*\n {2}Give this user access to the path/,
    );
    chmodSync(join(root, 'cache'), 0o755);
    writeFileSync(join(home, 'open'), '');
    const again = run();
    expect(again.stdout).toMatch(/cleaned up after a killed run[^]* second done[^]* 1 ran, 1 up to date/);
    expect(again.status).toBe(0);
    expect(readFileSync(join(root, 'out/y'), 'utf8')).toBe('1\n');
  },
);
