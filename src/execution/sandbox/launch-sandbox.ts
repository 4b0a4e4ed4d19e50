import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_PLACES, bubblewrapArguments } from './bubblewrap.ts';
import { type SandboxView, layOut } from './sandbox-view.ts';
import { UNSHARE_SCRIPT, unshareLists } from './unshare-script.ts';

/** What makes a sandbox: bubblewrap, or unshare and mount of util-linux. */
export type SandboxMaker = 'bubblewrap' | 'unshare';

/**
 * The program and its arguments that run a command and show it a view and nothing else.
 * @param own - the folder of this sandbox, in which there is nothing but what the view shows of it
 */
export function launchSandbox(
  maker: SandboxMaker,
  view: SandboxView,
  own: string,
  command: readonly string[],
): [program: string, words: string[]] {
  const folder = join(own, 'sandbox');
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  const places = layOut(view, root, own);
  if (maker === 'bubblewrap' && places.length <= MOST_PLACES) {
    const list = join(folder, 'arguments');
    const words = bubblewrapArguments(places, view);
    // More than a command line can hold: bubblewrap reads them from a descriptor, which a shell opens.
    writeFileSync(list, words.map((word) => `${word}\0`).join(''));
    return ['/bin/sh', ['-c', 'exec bwrap --args 9 -- "$@" 9< "$0"', list, ...command]];
  }
  for (const name of ['all', 'new-root', 'root/old']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(unshareLists(places, folder)))
    writeFileSync(join(folder, name), text);
  const [user, group] = [process.getuid!(), process.getgid!()].map(String) as [string, string];
  const network = view.network ? [] : ['--net'];
  return [
    'unshare',
    [
      ...['--user', '--map-root-user', '--mount', '--pid', '--fork', '--ipc', ...network],
      ...['/bin/sh', '-c', UNSHARE_SCRIPT, 'sandbox', folder, user, group, view.cwd, ...command],
    ],
  ];
}
