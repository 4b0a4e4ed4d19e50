import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';

/** Makes a file that is a socket. Its folder may lie deep: the name that a socket is bound by has a hundred bytes at most. */
export function socketFile(path: string): void {
  const script =
    "require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'));";
  // One that ends by itself takes the file away.
  spawnSync(process.execPath, ['-e', script, basename(path)], { cwd: dirname(path), stdio: 'inherit' });
}
