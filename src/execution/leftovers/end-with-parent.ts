import { Worker } from 'node:worker_threads';

/**
 * Has this process ended when the one that started it dies, even where it computes without a pause and hears nothing. For Windows:
 * elsewhere a process group is ended from outside (`guard.ts`), and a thread costs 20 ms.
 */
export function endWithParent(): void {
  const watchdog = import.meta.url.endsWith('.ts') ? './watchdog.ts' : './watchdog.js';
  new Worker(new URL(watchdog, import.meta.url), { workerData: { parent: process.ppid } }).unref();
}
