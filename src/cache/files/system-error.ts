import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { PipelineError, type PipelineErrorCode } from '../../pipeline/faults/error.ts';

interface Meaning {
  code: PipelineErrorCode;
  says: string;
  hint: string;
}

const MEANINGS: Record<string, Meaning> = {
  ENOSPC: {
    code: 'disk-full',
    says: 'no space is left on the device',
    hint: 'Free some space ("eos-pipeline gc" shrinks the cache) or choose another disk with --cache-dir; then run the same command again.',
  },
  EDQUOT: {
    code: 'disk-full',
    says: 'the disk quota is used up',
    hint: 'Free some space ("eos-pipeline gc" shrinks the cache) or choose another disk with --cache-dir; then run the same command again.',
  },
  EROFS: {
    code: 'read-only',
    says: 'the file system is read-only',
    hint: 'Choose a writable folder with --cache-dir, or mount the file system for writing.',
  },
  EACCES: {
    code: 'permission-denied',
    says: 'permission was denied',
    hint: 'Give this user access to the path, or choose another cache folder with --cache-dir.',
  },
  EPERM: {
    code: 'permission-denied',
    says: 'the operation is not permitted',
    hint: 'Give this user access to the path, or choose another cache folder with --cache-dir.',
  },
  ENAMETOOLONG: {
    code: 'file-system',
    says: 'a name, or a whole path, is longer than the file system takes',
    hint: 'Use shorter names, and fewer folders in each other (a name has at most 255 bytes, a path some 4,000).',
  },
  EMFILE: {
    code: 'too-many-open-files',
    says: 'this process has too many files open',
    hint: 'Raise the limit ("ulimit -n 4096") or lower --jobs; then run the same command again.',
  },
  ENFILE: {
    code: 'too-many-open-files',
    says: 'the system has too many files open',
    hint: 'Close other programs or lower --jobs; then run the same command again.',
  },
  EAGAIN: {
    code: 'file-system',
    says: 'there is no room for another process or thread',
    hint: 'Raise the limit ("ulimit -u 4096"), close other programs or lower --jobs; then run the same command again.',
  },
  EFBIG: {
    code: 'file-system',
    says: 'the file would be larger than the file system takes, or than this process may write',
    hint: 'Raise the limit ("ulimit -f unlimited"), or choose another disk with --cache-dir; then run the same command again.',
  },
  EISDIR: {
    code: 'file-system',
    says: 'a folder is where a file is expected',
    hint: 'Move the folder away, or name a file; then run the same command again.',
  },
  ENOTDIR: {
    code: 'file-system',
    says: 'a file is where a folder is expected',
    hint: 'Move the file away, or name a folder; then run the same command again.',
  },
  ENOENT: {
    code: 'file-vanished',
    says: 'the file is gone',
    hint: 'If another program removed it, run the same command again.',
  },
};

/** The system's code of an error (`ENOSPC`), where it has one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the error says that there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Says what a failed file operation means and what to do next; anything that is no file-system error is returned as it is.
 * @param doing - what was being done, as in "writing the action record"
 * @param path - the path concerned; the error's own path goes first
 */
export function systemError(error: unknown, doing: string, path?: string): unknown {
  const code = meantCode(error);
  if (error instanceof PipelineError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const { path: own, dest, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  if (syscall === 'uv_cwd')
    return new PipelineError('bad-argument', 'the current folder is not there any more', {
      hint: 'Change to a folder that is; then run the same command again.',
      cause: error,
    });
  // What is in the way is where something was to be moved to.
  const named = (code === 'EISDIR' ? dest : undefined) ?? own ?? path;
  const place = named === undefined ? '' : `: ${named}`;
  const meaning = MEANINGS[code];
  if (meaning === undefined) {
    const hint = 'Look at the path; then run the same command again.';
    return new PipelineError('file-system', `${doing} failed (${code})${place}`, { hint, cause: error });
  }
  return new PipelineError(meaning.code, `${doing} failed, ${meaning.says} (${code})${place}`, {
    hint: meaning.hint,
    cause: error,
  });
}

/** Where folders cannot be made, on a read-only file system for one, Node says that the last of them is not there: what is there says why. */
function meantCode(error: unknown): string | undefined {
  const code = systemCode(error);
  const { syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== 'ENOENT' || syscall !== 'mkdir' || path === undefined) return code;
  let above = dirname(path);
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above);
  try {
    accessSync(above, constants.W_OK);
    return code;
  } catch (why) {
    return systemCode(why);
  }
}

/** As `systemError`, where the path lies in the project: what the cache holds is not in the way there. */
export function projectError(error: unknown, doing: string, path: string): unknown {
  const meant = systemError(error, doing, path);
  if (!(meant instanceof PipelineError)) return meant;
  const { code, cause } = meant;
  if (code === 'disk-full')
    return new PipelineError(code, `${doing} failed, the disk of the project is full: ${path}`, {
      hint: 'Free some space on the disk of the project; then run the same command again.',
      cause,
    });
  if (code === 'read-only')
    return new PipelineError(code, `${doing} failed, the file system of the project is read-only: ${path}`, {
      hint: 'pipeline.lock and what is published stand in the project: mount its file system for writing; then run the same command again.',
      cause,
    });
  return meant;
}

/** Runs a file operation and lets its errors say what they mean. */
export function explained<T>(doing: string, path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw systemError(error, doing, path);
  }
}
