import type { RemotePath } from './stores/remote-store.ts';

/** Something in a remote was not taken: it is missing, or not what its name says. The remote itself works. */
export class RefusedError extends Error {
  readonly path: RemotePath;
  /** There is nothing: no damage, but a record without its contents. */
  readonly missing: boolean;

  constructor(path: RemotePath, problem: string, missing = false) {
    super(problem);
    this.name = 'RefusedError';
    this.path = path;
    this.missing = missing;
  }
}
