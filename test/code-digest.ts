import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { knownStageCode, stageCodes } from '../src/cache/code/code-digest.ts';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import type { Digest } from '../src/cache/files/digest.ts';

/** The code digest of a stage file of a project. */
export async function digestOf(cache: CacheFolder, folder: string, stage = 'train.js'): Promise<Digest> {
  const entry = join(folder, stage);
  return (await stageCodes(cache, [entry])).get(entry)!.digest;
}

/** The digest once the files are old enough for their signatures to vouch for them. */
export async function settledDigest(cache: CacheFolder, folder: string, stage = 'train.js'): Promise<Digest> {
  await setTimeout(40);
  const digest = await digestOf(cache, folder, stage);
  expect(knownStageCode(cache, join(folder, stage))).toMatchObject({ digest });
  return digest;
}
