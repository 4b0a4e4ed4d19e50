import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BIN } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

const SCRIPT = '/usr/bin/script';
const there = existsSync(SCRIPT) && process.platform === 'linux';

/** Runs the command in a terminal of its own (util-linux "script"); gives everything that it drew. */
function inTerminal(folder: string, ...args: string[]): Promise<string> {
  const command = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
  return new Promise((done, fail) => {
    const child = spawn(
      SCRIPT,
      ['--quiet', '--return', '--command', `stty rows 30 cols 100 && ${command}`, '/dev/null'],
      {
        cwd: folder,
        env: { ...process.env, NO_COLOR: '1', TERM: 'xterm', CI: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (added: string) => (text += added));
    child.on('error', fail);
    child.on('close', () => {
      done(stripVTControlCharacters(text).replaceAll('\r', ''));
    });
  });
}

describe.skipIf(!there)('progress on a terminal (needs the command "script")', () => {
  it('is a tree with one line a stage, which is left as it ended; a run with nothing to do shows one line', async () => {
    const folder = projectFolder(smallProject);
    const first = await inTerminal(folder, '-j', '1');
    // The first of the two may have ended before the first picture.
    expect(first).toMatch(/number [01]\/2 · 1 running/);
    const lines = first.trimEnd().split('\n').slice(-5);
    expect(lines).toEqual([
      expect.stringMatching(/^✔ number 2\/2 · ([\d.]+ s|\d+m\d\ds)$/),
      expect.stringMatching(/^✔ power 2\/2 · ([\d.]+ s|\d+m\d\ds)$/),
      expect.stringMatching(/^✔ page · ([\d.]+ s|\d+m\d\ds)$/),
      expect.stringMatching(/^done in ([\d.]+ s|\d+m\d\ds): 5 ran$/),
      'published: reports/index.html',
    ]);
    expect(await inTerminal(folder)).toMatch(
      /^nothing to do: 5 instances up to date \(([\d.]+ s|\d+m\d\ds)\)\n$/,
    );
  });

  it('shows what failed below the tree', async () => {
    const folder = projectFolder(smallProject);
    const text = await inTerminal(folder, '-j', '1', '--set', 'params.power=1 / 0', '--keep-going');
    expect(text).toMatch(/^✖ power 0\/2 · 2 failed$/m);
    expect(text).toMatch(/^↓ page · not run$/m);
    expect(text).toMatch(/^power\[value=2\] failed: /m);
    expect(text).toContain(
      "again, just this one: eos-pipeline repro 'power[value=2]' --set 'params.power=1 / 0'",
    );
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^failed after ([\d.]+ s|\d+m\d\ds): 2 ran, 2 failed, 1 not run$/,
    );
  });
});
