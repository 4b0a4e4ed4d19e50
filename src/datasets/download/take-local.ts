import { constants } from 'node:fs';
import { copyFile, cp, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { hashFile } from 'hasha';
import type { DownloadRecord, ReceivedFile } from '../../artifacts/download.ts';
import { DataError } from '../data-error.ts';
import { describePin, formatBytes, type PinnedFile } from './pinned-file.ts';

/** A file or folder of the data dir that takes the place of a download. */
export interface LocalData {
  path: string;
  /** Whether files of another digest, and another layout than the pinned one, are let in. */
  allowUnverified: boolean;
}

/**
 * Copies what lies in the data dir to the output folder, at the same place below it, and checks it against the pinned
 * files. A folder of another layout (the unpacked archive) has no pinned digests, so it is never verified.
 */
export async function takeLocal(
  pinned: PinnedFile[],
  local: LocalData,
  output: string,
): Promise<Omit<DownloadRecord, 'format'>> {
  const root = dirname(local.path);
  const top = basename(local.path);
  const official = pinned.filter(({ path }) => path === top || path.startsWith(`${top}/`));
  const record =
    official.length === 0
      ? { verified: [], unverified: await measureAll(local.path, root) }
      : await compare(pinned, root);
  if (record.unverified.length > 0 && !local.allowUnverified) throw refusal(record.unverified, pinned, root);
  const copies = official.length === 0 ? [top] : pinned.map(({ path }) => path);
  for (const path of copies) await copy(join(root, path), join(output, path));
  return record;
}

async function compare(pinned: PinnedFile[], root: string): Promise<Omit<DownloadRecord, 'format'>> {
  const record: Omit<DownloadRecord, 'format'> = { verified: [], unverified: [] };
  for (const pin of pinned) {
    const file = await measure(join(root, pin.path), root).catch((cause: unknown) => {
      throw new DataError(
        `${join(root, pin.path)} cannot be read (${(cause as Error).message}), but other files beside it are in the data dir: ` +
          `put ${describePin(pin)} there too`,
        { cause },
      );
    });
    (file.sha256 === pin.sha256 ? record.verified : record.unverified).push(file);
  }
  return record;
}

async function measureAll(path: string, root: string): Promise<ReceivedFile[]> {
  if ((await stat(path)).isFile()) return [await measure(path, root)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map((file) => measure(file, root)));
}

async function measure(path: string, root: string): Promise<ReceivedFile> {
  const { size } = await stat(path);
  const sha256 = await hashFile(path, { algorithm: 'sha256' });
  return { path: relative(root, path), sizeBytes: size, sha256 };
}

function refusal(unverified: ReceivedFile[], pinned: PinnedFile[], root: string): DataError {
  const found = unverified.map(
    ({ path, sizeBytes, sha256 }) => `${path} (${formatBytes(sizeBytes)}, sha256 ${sha256})`,
  );
  return new DataError(
    `the data dir ${root} does not hold the official files: expected ${pinned.map(describePin).join(', ')}, ` +
      `found ${found.join(', ')}: put the official files there, or let these in with allowUnverified: true (the report then says so)`,
  );
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if ((await stat(from)).isFile()) await copyFile(from, to, constants.COPYFILE_FICLONE);
  else await cp(from, to, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE });
}
