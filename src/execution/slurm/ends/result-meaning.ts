import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { isMissing } from '../../../cache/files/system-error.ts';
import { statsAt } from '../../../cache/files/signature.ts';
import type { AttemptResult } from '../../executor.ts';
import type { NodeResult } from '../batch/node-job.ts';

/**
 * What a result means for the attempt. Undefined where only the end of the job tells: a process that was killed may have used too
 * much memory, and one that saved its state may have been told to by its time limit, by a preemption, or by somebody.
 */
export function resultMeaning(result: NodeResult): AttemptResult | undefined {
  switch (result.type) {
    case 'verified':
      return {
        type: 'damaged-inputs',
        damaged: new Map(result.damaged.map(({ output, problems }) => [output, problems])),
      };
    case 'held':
      return { type: 'stopped', why: 'interrupt', checkpoint: false };
    case 'failed':
      return mayBeMemory(result.error.message) ? undefined : result;
    case 'stopped':
      return result.why === 'interrupt' ? undefined : result;
    case 'crashed':
    case 'not-begun':
      return undefined;
    case 'stored':
    case 'compared':
      return result;
  }
}

/** A program that the kernel ended for its memory was ended by SIGKILL; one that got no memory often ends itself by SIGABRT. */
function mayBeMemory(message: string): boolean {
  return /\b(137|134|SIGKILL|SIGABRT)\b|out of memory|ENOMEM|allocat/i.test(message);
}

/** Whether what a node stored can be seen here: a network file system may show it later. Looking into the folders makes it look again. */
export function isVisible(cache: CacheFolder, result: AttemptResult & { type: 'stored' }): boolean {
  const { key, output } = result.record;
  return [cache.record(key), cache.output(output.digest)].every((path) => {
    if (statsAt(path) !== undefined) return true;
    try {
      readdirSync(dirname(path));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return statsAt(path) !== undefined;
  });
}
