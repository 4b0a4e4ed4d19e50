import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { MOST_PLACES } from '../../../../src/execution/sandbox/bubblewrap.ts';
import { type SandboxMaker, launchSandbox } from '../../../../src/execution/sandbox/launch-sandbox.ts';
import type { ShownPlace } from '../../../../src/execution/sandbox/sandbox-view.ts';
import { systemPlaces } from '../../../../src/execution/sandbox/system-places.ts';
import { projectFolder } from '../../../project-folder.ts';
import { sandboxMakers } from '../../../sandbox-makers.ts';

const SHARED_MEMORY = '/dev/shm';

function ownFolder(around = tmpdir()): string {
  const own = mkdtempSync(join(around, 'eos-test-'));
  onTestFinished(() => {
    removeTree(own);
  });
  return own;
}

/** What a shell says in a sandbox with these places. */
function say(
  maker: SandboxMaker,
  places: ShownPlace[],
  script: string,
  { network = false, own = ownFolder() } = {},
): string {
  const system = systemPlaces([]);
  const view = { places: [...system.places, ...places], links: system.links, cwd: '/', network };
  const [program, words] = launchSandbox(maker, view, own, ['/bin/sh', '-c', script]);
  const { stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return stdout + stderr;
}

describe.each(sandboxMakers)('launchSandbox by %s', (maker) => {
  it('shows what is listed, for reading or for writing, and nothing else', () => {
    const folder = projectFolder({ 'in put/#1.txt': 'one\n', 'secret.txt': 'two\n', 'out/.keep': '' });
    const input = join(folder, 'in put');
    const out = join(folder, 'out');
    const script = `cat '${input}/#1.txt'; cat ${folder}/secret.txt; ls ${folder}
      echo changed > '${input}/#1.txt'; echo made > ${out}/x; touch /x /usr/x; ls -A /dev | grep -c null; ls / | grep -c home`;
    const said = say(
      maker,
      [
        { from: input, to: input },
        { from: out, to: out, writable: true },
      ],
      script,
    );
    expect(said.split('\n').slice(0, 5)).toEqual(['one', 'in put', 'out', '1', '0']);
    expect(said.match(/Read-only file system/g)).toHaveLength(3);
    expect(said).toMatch(/secret.txt: No such file/);
    expect(readFileSync(join(input, '#1.txt'), 'utf8')).toBe('one\n');
    expect(readFileSync(join(out, 'x'), 'utf8')).toBe('made\n');
  });

  it.skipIf(!existsSync(SHARED_MEMORY))(
    'shows places in shared memory, where temporary files may lie, and nothing else of it',
    () => {
      const folder = ownFolder(SHARED_MEMORY);
      for (const name of ['in', 'out', 'other']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'in/x'), 'one\n');
      const places: ShownPlace[] = [
        { from: join(folder, 'in'), to: join(folder, 'in') },
        { from: join(folder, 'in/x'), to: join(folder, 'x') },
        { from: join(folder, 'out'), to: join(folder, 'out'), writable: true },
      ];
      const script = `cat ${folder}/x; ls ${folder}; ls /dev/shm | wc -l
        echo changed > ${folder}/in/x; echo changed > ${folder}/x; echo made > ${folder}/out/x; : > /dev/shm/mine`;
      const said = say(maker, places, script, { own: ownFolder(SHARED_MEMORY) });
      expect(said.split('\n').slice(0, 5)).toEqual(['one', 'in', 'out', 'x', '1']);
      expect(said.match(/Read-only file system/g)).toHaveLength(2);
      expect(readFileSync(join(folder, 'in/x'), 'utf8')).toBe('one\n');
      expect(readFileSync(join(folder, 'out/x'), 'utf8')).toBe('made\n');
      expect(existsSync(join(SHARED_MEMORY, 'mine'))).toBe(false);
    },
  );

  it('lets nobody in there change what is shown, a root of its own neither', () => {
    const folder = projectFolder({ 'in/x': 'one\n' });
    const input = join(folder, 'in');
    const writable = `mount -o remount,bind,rw ${input}; umount ${input}; echo changed > ${input}/x`;
    say(maker, [{ from: input, to: input }], `${writable}; unshare -Urm sh -c '${writable}'`);
    expect(readFileSync(join(input, 'x'), 'utf8')).toBe('one\n');
  });

  it('has processes and a network of its own, and the network where it is asked for', () => {
    const script = 'ls /proc | grep -c "^[0-9]"; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d " "';
    const [processes, ...devices] = say(maker, [], script).trim().split('\n');
    expect(Number(processes)).toBeLessThan(8);
    expect(devices).toEqual(['lo']);
    const outside = readFileSync('/proc/net/dev', 'utf8')
      .match(/^ *[\w.@-]+(?=:)/gm)!
      .map((name) => name.trim());
    expect(say(maker, [], script, { network: true }).trim().split('\n').slice(1)).toEqual(outside);
  });

  it('shows what a link leads to, for reading as well', () => {
    const folder = projectFolder({ 'real/x': 'one\n' });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    const link = join(folder, 'link');
    expect(say(maker, [{ from: link, to: link }], `cat ${link}/x; echo changed > ${link}/x`)).toMatch(
      /^one\n.*Read-only file system\n$/,
    );
  });

  it('goes on as the user that started it', () => {
    expect(say(maker, [], 'id -u; id -g').trim()).toBe(`${process.getuid!()}\n${process.getgid!()}`);
  });
});

it('leaves to the other what is more than bubblewrap can be told', () => {
  const from = projectFolder({ '.keep': '' });
  const places = Array.from({ length: MOST_PLACES }, (_, index) => ({ from, to: `/inputs/${index}` }));
  const view = { places, links: [], cwd: '/', network: false };
  expect(launchSandbox('bubblewrap', view, ownFolder(), ['true'])[0]).toBe('unshare');
});
