import { type Digest, sha256File } from '../digest.ts';
import { systemCode } from '../system-error.ts';
import { present } from '../../../present.ts';

/** What a hashing thread answers: the digest of a file, or why it could not be read. */
export type HashAnswer = { digest: Digest } | { error: { message: string; code?: string } };

/** The sha256 of files, in the thread of a pool that loads this module. */
export default function hashThread(paths: string[]): HashAnswer[] {
  return paths.map(answer);
}

function answer(path: string): HashAnswer {
  try {
    return { digest: sha256File(path) };
  } catch (error) {
    const code = systemCode(error);
    const message = error instanceof Error ? error.message : String(error);
    return { error: { message, ...present({ code }) } };
  }
}
