import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BIN } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

const LOST = `the output of this command could not be written (ENOSPC)
  The command itself came to its end: only what it says is lost. Send that elsewhere.
`;

it.runIf(existsSync('/dev/full'))(
  'a run comes to its end though nothing can be written of what it says',
  () => {
    const folder = projectFolder(smallProject);
    const ran = spawnSync('sh', ['-c', `"$NODE" "$BIN" > /dev/full`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, BIN },
    });
    expect(ran).toMatchObject({ status: 1, stderr: LOST });
    const after = execFileSync(process.execPath, [BIN], { cwd: folder, encoding: 'utf8' });
    expect(after).toContain('nothing to do: 5 instances up to date');
  },
);

it
  .runIf(existsSync('/dev/full'))
  .each(['status', 'status --json', 'repro --json', 'metrics --json', '--version', '--help'])(
  'its last words count too: %s',
  (command) => {
    const folder = projectFolder(smallProject);
    const asked = (target: string) =>
      spawnSync('sh', ['-c', `"$NODE" "$BIN" ${command} > ${target}`], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NODE: process.execPath, BIN },
      });
    // The second time there is next to nothing to do, and to say.
    expect(asked('/dev/null')).toMatchObject({ status: 0, stderr: '' });
    expect(asked('/dev/full')).toMatchObject({ status: 1, stderr: LOST });
  },
);
