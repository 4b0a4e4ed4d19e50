import { z } from 'zod';
import { obtain } from '../src/datasets/download/obtain.ts';
import { pinnedFiles } from '../src/datasets/download/pinned-file.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';

// Not among the params: how a file is received does not belong to the key of what was received.
const patience = { attempts: 6, pauseMs: 1000, stallMs: 30_000 };

export default defineStage({
  name: 'download',
  description: 'Downloads files whose digest is known, or takes them from the data dir.',
  params: z.strictObject({
    /** What is downloaded. */
    files: pinnedFiles,
    /** Lets files of the data dir in that are not the pinned ones. */
    allowUnverified: z.boolean().default(false),
  }),
  // What the data dir has in place of the files: one file or folder, or nothing.
  inputs: { local: 'many' },
  outputs: ['download.json'],
  async run(context) {
    const { files, allowUnverified } = context.params;
    const [local] = context.inputs('local');
    const record = await obtain(files, context.output, {
      ...patience,
      ...(local !== undefined && { local: { path: local.path, allowUnverified } }),
      checkpoint: context.checkpoint,
      progress: (progress) => {
        context.progress(progress);
      },
      log: (line) => {
        context.log(line);
      },
      signal: context.signal,
    });
    const received = [...record.verified, ...record.unverified];
    return {
      files: received.length,
      sizeBytes: received.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      verified: record.unverified.length === 0,
    };
  },
});
