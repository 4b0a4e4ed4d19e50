import { dirname } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { type Signature, signatureOf, statsAt } from '../files/signature.ts';
import { readManifest } from './manifest.ts';
import { type Problem, signedPaths } from './output-check.ts';

/** Who sets a time back may know it in whole milliseconds only. */
const ROUNDING_MS = 1;

/**
 * Since when a damaged output may have been other than it was stored, in milliseconds by the clock of its file system: who read it before
 * that has read what it was. 0 where somebody has hidden when he wrote to it. Undefined where nothing has written to it, but the disk gives
 * other bytes (everybody who reads an output reads all its bytes first, in the same run), and where it is gone.
 */
export function damagedSince(
  cache: CacheFolder,
  output: Digest,
  problems: readonly Problem[],
): number | undefined {
  const folder = cache.output(output);
  if (statsAt(folder) === undefined) return undefined;
  const manifest = readManifest(cache, output);
  if (manifest.state !== 'read') return 0;
  const recorded = new Map(
    signedPaths(manifest.content).map(([path, ...signature]) => [
      path === '' ? folder : `${folder}/${path}`,
      signature,
    ]),
  );
  const times = problems.map(({ path }) => {
    const known = recorded.has(path) && statsAt(path) !== undefined ? path : dirname(path);
    return writtenAt(known, recorded.get(known));
  });
  const moved = times.filter((time) => time !== undefined);
  return moved.length === 0 ? undefined : Math.min(...moved);
}

/** Undefined for what has its recorded signature. */
function writtenAt(path: string, recorded: Signature | undefined): number | undefined {
  const stats = statsAt(path);
  if (stats === undefined || recorded === undefined) return 0;
  const [, modified, changed] = signatureOf(stats);
  if (modified > recorded[1] + ROUNDING_MS) return modified;
  return modified !== recorded[1] || changed !== recorded[2] ? 0 : undefined;
}
