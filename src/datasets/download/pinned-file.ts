import { z } from 'zod';
import { downloadRecordFile } from '../../artifacts/download-record.ts';

/** A file of the network, and what it must be. */
const pinnedFile = z.strictObject({
  /** Where it is downloaded from. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === '',
      'must hold no user and password, which would stand in records and logs',
    ),
  /** Where it lies below the data dir, and below the output folder. */
  path: z
    .string()
    .regex(/^[^/\\]+(\/[^/\\]+)*$/, 'must be a relative path')
    .refine((path) => !path.split('/').includes('..'), 'must not lead out of the folder')
    .refine((path) => !path.split('/').includes('.'), 'must be written without "."')
    .refine((path) => !/\p{Cc}/u.test(path), 'must hold no control characters')
    .refine(
      (path) => path !== downloadRecordFile,
      `must not be ${downloadRecordFile}, which the stage writes itself`,
    ),
  /** Its size in bytes. */
  sizeBytes: z.int().positive(),
  /** Its digest. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256: 64 hexadecimal digits in lower case'),
});

/** The files of a stage, each in a place of its own. */
export const pinnedFiles = z
  .array(pinnedFile)
  .min(1)
  .refine(
    (files) =>
      files.every(({ path }, index) =>
        files.every((other, at) => at === index || !`${other.path}/`.startsWith(`${path}/`)),
      ),
    'must have paths that differ, none of them inside another',
  );

export type PinnedFile = z.output<typeof pinnedFile>;

/** A number of bytes, with separators. */
export function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

/** What must stand at the path: `cifar-10-binary.tar.gz (170,052,171 bytes, sha256 c4a3…)`. */
export function describePin({ path, sizeBytes, sha256 }: PinnedFile): string {
  return `${path} (${formatBytes(sizeBytes)}, sha256 ${sha256})`;
}
