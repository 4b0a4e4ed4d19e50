import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Keeps a list of the process groups that are alive. Its standard input ends when the main process does, however that ends: then it
 * ends them all. A shell, since it costs 2 ms, and a thread in each worker 20.
 */
const SCRIPT = `
groups=' '
while read -r word group; do
  case $groups in *" $group "*) groups="\${groups%% "$group" *} \${groups#* "$group" }" ;; esac
  case $word in start) groups="$groups$group " ;; esac
done
for group in $groups; do kill -9 "-$group"; done
`;

let guard: ChildProcess | undefined;

/** Has a process group ended when the main process ends, even where it computes without a pause and hears nothing. */
export function guardGroup(leader: number): void {
  if (process.platform === 'win32') return;
  if (guard === undefined) {
    guard = spawn('/bin/sh', ['-c', SCRIPT], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: {},
    });
    // Without it workers still end by themselves as soon as they hear that the main process is gone.
    guard.on('error', () => undefined);
    guard.unref();
    // Not there where descriptors are wanting.
    const pipe = guard.stdin as (typeof guard.stdin & { unref(): void }) | undefined;
    pipe?.on('error', () => undefined);
    pipe?.unref();
  }
  (guard.stdin as typeof guard.stdin | undefined)?.write(`start ${leader}\n`);
}

/** The process group has ended. */
export function unguardGroup(leader: number): void {
  guard?.stdin?.write(`end ${leader}\n`);
}
