import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { type Signature, signatureOf, statsAt } from '../files/signature.ts';
import { listTree } from '../files/tree.ts';
import { readManifest } from './manifest.ts';
import { type Problem, type SignedPath, checkOutput, signedPaths, signedTree } from './output-check.ts';

/** An output that is not as it was when somebody began to read it. */
export interface Touched {
  output: Digest;
  /** What happened to it, its first path first. */
  problems: Problem[];
  /** Whether its content is still what it is to be. */
  intact: boolean;
}

/** Takes down the signatures of outputs that are about to be read; gives what was done to them since then. */
export function watchOutputs(cache: CacheFolder, outputs: Iterable<Digest>): () => Touched[] {
  const before = [...new Set(outputs)].map((output): [Digest, SignedPath[]] => {
    // What the verification of the content has written down, so that nothing passes between that and now.
    const read = readManifest(cache, output);
    return [output, read.state === 'read' ? signedPaths(read.content) : signedTree(cache.output(output))];
  });
  return () =>
    before.flatMap(([output, signed]) => {
      const { problems, doubtful } = compare(cache.output(output), signed);
      if (problems.length === 0 && !doubtful) return [];
      // Another mode or one more hard link moves the change time too, and changes nothing.
      const check = checkOutput(cache, output, 'signature');
      const found = check.state === 'damaged' ? check.problems : [];
      const said = problems.length > 0 ? problems : found;
      return said.length === 0 ? [] : [{ output, problems: said, intact: check.state === 'intact' }];
    });
}

function compare(folder: string, signed: SignedPath[]): { problems: Problem[]; doubtful: boolean } {
  if (statsAt(folder)?.isDirectory() !== true)
    return { problems: [{ path: folder, problem: 'it was removed' }], doubtful: true };
  const present = new Map(listTree(folder).map(({ path, stats }) => [path, stats]));
  const problems: Problem[] = [];
  let doubtful = false;
  for (const [path, ...signature] of signed) {
    const place = path === '' ? folder : `${folder}/${path}`;
    const stats = present.get(path);
    present.delete(path);
    if (stats === undefined) problems.push({ path: place, problem: 'it was removed' });
    else if (!stats.isDirectory() && wasWritten(signatureOf(stats), signature))
      problems.push({ path: place, problem: 'it was written to' });
    else doubtful ||= stats.ctimeMs !== signature[2];
  }
  for (const path of present.keys()) problems.push({ path: `${folder}/${path}`, problem: 'it was added' });
  return { problems, doubtful };
}

function wasWritten([size, modified, , inode]: Signature, before: Signature): boolean {
  return size !== before[0] || modified !== before[1] || inode !== before[3];
}
