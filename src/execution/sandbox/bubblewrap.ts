import type { ShownPlace, SandboxView } from './sandbox-view.ts';

/** bubblewrap takes 9,000 words, of which a place needs three; for more there is the other way. */
export const MOST_PLACES = 2900;

/** The arguments with which bubblewrap shows places and nothing else, up to the words of the command. */
export function bubblewrapArguments(places: readonly ShownPlace[], { cwd, network }: SandboxView): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', ...(network ? [] : ['--unshare-net'])],
    // Whoever is root would keep the right to change what is shown.
    ...['--cap-drop', 'ALL', '--as-pid-1'],
    ...places.flatMap(({ from, to, writable }) => [writable ? '--bind' : '--ro-bind', from, to]),
    ...['--proc', '/proc', '--dev', '/dev', '--chdir', cwd],
  ];
}
