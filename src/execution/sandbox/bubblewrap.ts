import type { ShownPlace, SandboxView } from './sandbox-view.ts';

/** bubblewrap takes 9,000 words, of which a place needs three; for more there is the other way. */
export const MOST_PLACES = 2900;

/**
 * The arguments with which bubblewrap shows places, of which the first is the root, and nothing else, up to the words of the command.
 * Devices come before the places, of which some may lie in /dev/shm.
 */
export function bubblewrapArguments(
  [root, ...places]: readonly [ShownPlace, ...ShownPlace[]],
  { cwd, network }: SandboxView,
): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', ...(network ? [] : ['--unshare-net'])],
    // Whoever is root would keep the right to change what is shown.
    ...['--cap-drop', 'ALL', '--as-pid-1'],
    ...bind(root),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...places.flatMap(bind),
    ...['--chdir', cwd],
  ];
}

function bind({ from, to, writable }: ShownPlace): string[] {
  return [writable ? '--bind' : '--ro-bind', from, to];
}
