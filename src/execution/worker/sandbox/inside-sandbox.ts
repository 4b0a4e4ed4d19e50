// The entry of the process that runs a stage file in a sandbox: started for one stage, by its worker, and over with it.
import { mkdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../../../cache/files/system-error.ts';
import type { Checkpoint } from '../../../pipeline/stage/stage.ts';
import { reportError } from '../../error-report.ts';
import { workingFolder } from '../../working-folder.ts';
import { checkLoaded, watchLoads } from '../loaded-code.ts';
import { peakMemoryBytes } from '../machine.ts';
import { type ReadFiles, watchReads } from '../read-files.ts';
import { runStageFile } from '../run-stage-file.ts';
import type { FromSandbox, ToSandbox } from './sandbox-message.ts';

const abort = new AbortController();
/** Told whether the checkpoint that is being saved is kept. */
let saved: ((error?: Error) => void) | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
watchLoads();
process.on('message', (message: ToSandbox) => {
  switch (message.type) {
    case 'start':
      void run(message).then(send);
      return;
    case 'abort':
      abort.abort(message.why);
      return;
    case 'saved':
      saved?.(message.error && new Error(message.error.message));
      return;
    case 'over':
      process.exit();
  }
});

async function run({ job, file, checkpoint }: ToSandbox & { type: 'start' }): Promise<FromSandbox> {
  const reads = watchReads(job.projectRoot, job.cacheRoot);
  try {
    const result = await runStageFile(job, file, {
      checkpoint: checkpoints(join(workingFolder(job.staging), 'checkpoints'), checkpoint),
      signal: abort.signal,
      log: (line) => {
        writeSync(process.stdout.fd, `${line}\n`);
      },
      tell: (news) => {
        send({ type: 'news', news });
      },
    });
    checkLoaded(job.codeFiles);
    return { type: 'done', result, peakMemoryBytes: peakMemoryBytes() };
  } catch (error) {
    const sought = isMissing(error) ? soughtIn(reads, error) : undefined;
    return {
      type: 'failed',
      error: reportError(error, `running ${job.instance}`),
      ...(sought && { sought }),
    };
  }
}

/** Checkpoints that the worker keeps: it takes a copy of each, and the last one stays here for who asks for it. */
function checkpoints(folder: string, last: string | undefined): Checkpoint {
  let count = 0;
  return {
    load: () => last,
    async save(write) {
      const filling = join(folder, String(++count));
      mkdirSync(filling, { recursive: true });
      await write(filling);
      await new Promise<void>((resolve, reject) => {
        saved = (error) => {
          if (error) reject(error);
          else resolve();
        };
        send({ type: 'checkpoint', folder: filling });
      });
      if (count > 1) rmSync(join(folder, String(count - 1)), { recursive: true, force: true });
      last = filling;
    },
  };
}

function soughtIn({ read, relative }: ReadFiles, error: unknown): { read: string[]; relative: string[] } {
  const { path } = error as NodeJS.ErrnoException;
  return { read: [...read, ...(path === undefined ? [] : [path])], relative: [...relative] };
}

function send(message: FromSandbox): void {
  process.send!(message);
}
