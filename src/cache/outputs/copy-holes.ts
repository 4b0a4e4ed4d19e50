import {
  closeSync,
  copyFileSync,
  constants,
  fchmodSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { systemCode } from '../files/system-error.ts';

const CHUNK_BYTES = 1 << 20;
/** The unit in which the system counts the blocks of a file. */
const BLOCK_BYTES = 512;

/**
 * Copies a file that has holes, or is compressed by its file system, so that it takes no more room than before: what is zero for a MiB is
 * a hole of the copy. `to` must not be there yet.
 * @returns whether it was copied: of other files nothing is done
 */
export function copyHolesSync(from: string, to: string): boolean {
  const steps = copySteps(from, to);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The same, between whose steps this process goes on with its other work, its signs of life among them. */
export async function copyHoles(from: string, to: string): Promise<boolean> {
  const steps = copySteps(from, to);
  let step = steps.next();
  while (step.done !== true) {
    await setImmediate();
    step = steps.next();
  }
  return step.value;
}

/** A step for each MiB. */
function* copySteps(from: string, to: string): Generator<undefined, boolean> {
  const { size, blocks, mode } = statSync(from);
  if (blocks * BLOCK_BYTES >= size) return false;
  if (isShared(from, to)) return true;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const zeros = Buffer.alloc(CHUNK_BYTES);
  const source = openSync(from, 'r');
  const target = openSync(to, 'wx');
  try {
    for (let position = 0; ;) {
      const bytes = readSync(source, chunk, 0, CHUNK_BYTES, position);
      if (bytes === 0) {
        ftruncateSync(target, position);
        break;
      }
      const isHole = chunk.subarray(0, bytes).equals(zeros.subarray(0, bytes));
      for (let written = isHole ? bytes : 0; written < bytes;)
        written += writeSync(target, chunk, written, bytes - written, position + written);
      position += bytes;
      yield;
    }
    fchmodSync(target, mode & 0o777);
  } finally {
    closeSync(target);
    closeSync(source);
  }
  return true;
}

/** Shares the blocks where the file system can. */
function isShared(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    if (['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EINVAL', 'ENOTTY'].includes(systemCode(error) ?? ''))
      return false;
    throw error;
  }
}
