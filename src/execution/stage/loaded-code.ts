import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { SignedFile } from '../../cache/code/code-digest.ts';
import { type Signature, sameSignature, signatureAt } from '../../cache/files/signature.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';

/** Files that this process has loaded as code, with their signatures at that moment. */
const loaded = new Map<string, Signature>();

/** Files of packages → the file that imported it first, where that is in none itself. */
const imported = new Map<string, string>();

/** Starts to take down the signature of each source file when it is loaded, now or much later by an `import()`, and who imports packages. */
export function watchLoads(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const { parentURL } = context;
      if (isInPackage(resolved.url) && parentURL?.startsWith('file:') && !isInPackage(parentURL)) {
        const path = fileURLToPath(resolved.url);
        if (!imported.has(path)) imported.set(path, fileURLToPath(parentURL));
      }
      return resolved;
    },
    load(url, context, nextLoad) {
      try {
        return nextLoad(url, context);
      } finally {
        // After it was read, so that an edit in between shows; and where it could not be read, too.
        if (url.startsWith('file:')) {
          const path = fileURLToPath(url);
          const signature = signatureAt(path);
          if (signature) loaded.set(path, signature);
        }
      }
    },
  });
}

/** The files that this process has loaded as code since it watches. */
export function loadedFiles(): Iterable<string> {
  return loaded.keys();
}

/** The files of packages that this process has loaded since it watches, each with the file of no package that imported it. */
export function loadedPackages(): [file: string, importer: string][] {
  return [...imported].filter(([path]) => loaded.has(path));
}

function isInPackage(url: string): boolean {
  return url.startsWith('file:') && url.includes('/node_modules/');
}

/**
 * Makes sure that what this process has loaded is what the code digest in the key was made from: somebody may save a file
 * while a run is going on. An edit of a file that was loaded before does not matter.
 * @throws PipelineError stage-code
 */
export function checkLoaded(codeFiles: readonly SignedFile[]): void {
  for (const [path, signature] of codeFiles) {
    const found = loaded.get(path);
    if (!found || sameSignature(found, signature)) continue;
    throw new PipelineError(
      'stage-code',
      `${path} ${whatWasDone(found, signature)} after this run had started`,
      {
        hint: 'Run the same command again: it takes the new code, and everything that it does not touch stays cached.',
      },
    );
  }
}

/** A hard link moves the change time alone; so does a program that sets the time of writing back. */
function whatWasDone(now: Signature, before: Signature): string {
  const [size, modifiedMs, , inode] = before;
  const isWritten = now[0] !== size || now[1] !== modifiedMs || now[3] !== inode;
  return isWritten ? 'changed' : 'was linked, renamed or given another mode';
}
