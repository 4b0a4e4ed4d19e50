import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { hashFile } from 'hasha';
import type { DownloadRecord, ReceivedFile } from '../../artifacts/download-record.ts';
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
 * files. What is laid out otherwise (an unpacked archive, a model in another format) is unverified as a whole.
 */
export async function takeLocal(
  pinned: PinnedFile[],
  local: LocalData,
  output: string,
): Promise<Omit<DownloadRecord, 'format'>> {
  const root = dirname(local.path);
  const top = basename(local.path);
  // Only what lies in the input itself counts: its content is part of the key, that of its neighbours is not.
  const inside = pinned.filter(({ path }) => path === top || path.startsWith(`${top}/`));
  const missing = pinned.filter((pin) => !inside.includes(pin) || !existsSync(join(root, pin.path)));
  if (missing.length > 0 && inside.length > 0 && !local.allowUnverified)
    throw incomplete(missing, local.path);
  const files =
    missing.length > 0
      ? await measureAll(local.path, root)
      : await Promise.all(pinned.map(({ path }) => measure(join(root, path), root)));
  if (files.length === 0)
    throw new DataError(
      `the data dir has ${local.path}, which holds no file: put ${pinned.map(({ path }) => path).join(', ')} there, or remove it, so that they are downloaded`,
    );
  const isPinned = (file: ReceivedFile): boolean =>
    pinned.some(({ path, sha256 }) => path === file.path && sha256 === file.sha256);
  const record = { verified: files.filter(isPinned), unverified: files.filter((file) => !isPinned(file)) };
  if (record.unverified.length > 0 && !local.allowUnverified) throw refusal(record.unverified, pinned, root);
  for (const { path } of files) {
    await mkdir(dirname(join(output, path)), { recursive: true });
    await copyFile(join(root, path), join(output, path), constants.COPYFILE_FICLONE);
  }
  return record;
}

async function measureAll(path: string, root: string): Promise<ReceivedFile[]> {
  if ((await stat(path)).isFile()) return [await measure(path, root)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map((file) => measure(file, root)));
}

async function measure(path: string, root: string): Promise<ReceivedFile> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new DataError(
      `${path} in the data dir cannot be read (${(cause as Error).message}): it is a link to nothing, or may not be read; mend or remove it`,
      { cause },
    );
  });
  if (!found.isFile())
    throw new DataError(
      `${path} in the data dir is ${found.isDirectory() ? 'a folder' : 'no file'}, expected a file: put the file in its place`,
    );
  const { size } = found;
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

function incomplete(missing: PinnedFile[], local: string): DataError {
  return new DataError(
    `the data dir has ${local}, but not ${missing.map(describePin).join(', ')}: put the rest there too, ` +
      'or let what is there in with allowUnverified: true (the report then says so)',
  );
}
