/** Ends this process and everything it started, at once. */
export function killOwnGroup(): void {
  killGroup(process.pid);
  process.exit(1);
}

/** Ends a process that leads a process group, with all that it started; nothing there is fine. */
export function killGroup(leader: number): void {
  // Windows has no process groups; there the leader alone is ended.
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
