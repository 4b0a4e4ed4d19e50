import { z } from 'zod';

/** The file that says what was received, beside what was. */
export const downloadRecordFile = 'download.json';

/** A file as it was received: its path below the output folder, which is laid out as the data dir. */
const receivedFile = z.strictObject({
  path: z.string(),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string(),
});

/**
 * `download.json`: what a download stage writes beside the files. It does not say whether they came over the network or
 * from the data dir: equal files give equal outputs.
 */
export const downloadRecord = z.strictObject({
  format: z.literal(1),
  /** Files whose digest is the pinned one. */
  verified: z.array(receivedFile),
  /** Files of the data dir that were let in by `allowUnverified: true`. */
  unverified: z.array(receivedFile),
});

export type DownloadRecord = z.infer<typeof downloadRecord>;
export type ReceivedFile = z.infer<typeof receivedFile>;
