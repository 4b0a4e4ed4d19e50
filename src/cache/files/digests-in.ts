import { join } from 'node:path';
import { type Digest, isDigest } from './digest.ts';
import { namesIn } from './names-in.ts';

/** The digests that name the files or folders below the two-letter folders. */
export function digestsIn(folder: string, extension: string): Digest[] {
  return namesIn(folder).flatMap((shard) =>
    namesIn(join(folder, shard))
      .filter((name) => name.endsWith(extension))
      .map((name) => name.slice(0, name.length - extension.length))
      .filter(isDigest),
  );
}
