import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { digestsIn } from '../files/digests-in.ts';
import { statsAt } from '../files/signature.ts';
import { damagedSince } from '../outputs/damage-time.ts';
import type { Problem } from '../outputs/output-check.ts';
import { quarantine } from '../outputs/quarantine.ts';
import { present } from '../../present.ts';
import { readRecord } from './action-record.ts';

/** A record that is believed no more, and where it was moved. */
export interface Distrusted extends Problem {
  instance: string;
  quarantine?: string;
}

/**
 * Moves the records away of everything that has read an output and ended after somebody wrote to that: what they have read is not known.
 * Their stages run again. Each stage looks at its inputs once more when its work is done, so this meets what was written past that: by
 * another machine, through a memory map, by an older version.
 */
export function distrustConsumers(
  cache: CacheFolder,
  output: Digest,
  problems: readonly Problem[],
): Distrusted[] {
  const since = damagedSince(cache, output, problems);
  if (since === undefined) return [];
  return digestsIn(cache.actions, '.json').flatMap((key) => {
    const path = cache.record(key);
    // By the clock that has told when the output was written to.
    const stats = statsAt(path);
    if (stats === undefined || stats.mtimeMs < since) return [];
    const read = readRecord(cache, key);
    if (read.state !== 'read') return [];
    const { fields, instance } = read.content;
    if (!Object.values(fields.inputs).some((digests) => digests.includes(output))) return [];
    const moved = quarantine(cache, path);
    const problem = `it was made from ${cache.output(output)}, which was damaged by then`;
    return [{ path, problem, instance, ...present({ quarantine: moved }) }];
  });
}
