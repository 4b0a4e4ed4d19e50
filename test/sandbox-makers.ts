import { spawnSync } from 'node:child_process';
import type { SandboxMaker } from '../src/execution/sandbox/launch-sandbox.ts';

const TRIES: Record<SandboxMaker, string[]> = {
  bubblewrap: ['bwrap', '--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc', 'true'],
  unshare: ['unshare', '-Urmpf', 'sh', '-c', 'mount -t proc proc /proc && mount -t tmpfs tmpfs /mnt'],
};

/** What can make sandboxes on this machine, found out without the code under test. */
export const sandboxMakers = (Object.keys(TRIES) as SandboxMaker[]).filter((maker) => {
  const [program, ...words] = TRIES[maker];
  return process.platform === 'linux' && spawnSync(program!, words, { stdio: 'ignore' }).status === 0;
});
