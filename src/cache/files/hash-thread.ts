// A thread of the hash pool: receives a list of paths, answers with their sha256.
import { parentPort } from 'node:worker_threads';
import { sha256File } from './digest.ts';
import type { HashAnswer } from './hash-pool.ts';
import { systemCode } from './system-error.ts';

parentPort!.on('message', (paths: string[]) => {
  answer(paths);
});

function answer(paths: string[]): void {
  const answers: HashAnswer[] = [];
  for (const path of paths) {
    try {
      answers.push({ digest: sha256File(path) });
    } catch (error) {
      const code = systemCode(error);
      const message = error instanceof Error ? error.message : String(error);
      answers.push({ error: { message, ...(code !== undefined && { code }) } });
    }
  }
  parentPort!.postMessage(answers);
}
