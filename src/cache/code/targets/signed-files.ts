import { readFileSync } from 'node:fs';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import { type Digest, sha256File } from '../../files/digest.ts';
import { isMissing, systemCode } from '../../files/system-error.ts';
import { type Signature, signatureAt } from '../../files/signature.ts';

/** Files that are read, with their signatures from before that. */
export class SignedFiles {
  readonly #signatures = new Map<string, Signature>();

  /** The signature of a file from before it was read. */
  signature(file: string): Signature | undefined {
    return this.#signatures.get(file);
  }

  /** Takes down the signature of a path that is not read itself, a link. */
  sign(path: string): void {
    const signature = this.#signatures.has(path) ? undefined : signatureAt(path);
    if (signature !== undefined) this.#signatures.set(path, signature);
  }

  text(file: string): string {
    return this.#read(file, (path) => readFileSync(path, 'utf8'));
  }

  hash(file: string): Digest {
    return this.#read(file, sha256File);
  }

  #read<T>(file: string, act: (path: string) => T): T {
    const signature = signatureAt(file);
    try {
      const content = act(file);
      if (signature !== undefined) this.#signatures.set(file, signature);
      return content;
    } catch (error) {
      if (!isMissing(error) && systemCode(error) !== 'EISDIR') throw error;
      throw new PipelineError('bad-stage-file', `the source file ${file} is not there`, {
        hint: 'Correct the path (with its extension, as Node needs it) where it is imported or named under "uses".',
        cause: error,
      });
    }
  }
}
