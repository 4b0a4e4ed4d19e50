// The entry of the process that runs a stage file: started for one instance, by its worker, and over with it.
import { readFileSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { isMissing } from '../../cache/files/system-error.ts';
// Loaded before anything fails: a process that has used up its descriptors can load no more.
import { reportError } from '../error-report.ts';
import { checkLoaded, loadedFiles, loadedPackages, watchLoads } from './loaded-code.ts';
import { watchReads } from './read-files.ts';
import { runStageFile } from './run-stage-file.ts';
import { StageCheckpoints } from './stage-checkpoints.ts';
import type { FromStage, StageOutcome, StageSight, ToStage } from './stage-message.ts';

/** Where the process prints, which is the log of the stage. */
const STDOUT = 1;

const abort = new AbortController();
let checkpoints: StageCheckpoints | undefined;

// Ctrl-C in a terminal reaches every process; what happens then is for the main process to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Without its worker nobody wants the result.
process.on('disconnect', () => {
  process.exit(1);
});
if (process.platform === 'win32') (await import('../leftovers/end-with-parent.ts')).endWithParent();
watchLoads();
process.on('message', (message: ToStage) => {
  switch (message.type) {
    case 'start':
      void run(message).then((outcome) => {
        // The process will be killed, not ended: what it compiled is written now.
        flushCompileCache();
        send(outcome);
      });
      return;
    case 'abort':
      abort.abort(message.why);
      return;
    case 'saved':
      checkpoints?.answered(message);
      return;
    case 'over':
      process.exit();
  }
});

async function run({ job, file, checkpoints: places }: ToStage & { type: 'start' }): Promise<StageOutcome> {
  const before = process.cpuUsage();
  const reads = watchReads(job.projectRoot, job.cacheRoot);
  const seen = (): StageSight => ({ ...reads, loaded: [...loadedFiles()], packages: loadedPackages() });
  checkpoints = new StageCheckpoints(job, places, (folder) => {
    send({ type: 'checkpoint', folder });
  });
  try {
    const result = await runStageFile(job, file, {
      checkpoint: checkpoints,
      signal: abort.signal,
      log: writeLine,
      tell: (news) => {
        send({ type: 'news', news });
      },
    });
    checkLoaded(job.codeFiles);
    const { user, system } = process.cpuUsage(before);
    return {
      type: 'done',
      result,
      peakMemoryBytes: peakMemoryBytes(),
      processorMs: Math.round((user + system) / 1000),
      resumed: checkpoints.resumed,
      seen: seen(),
    };
  } catch (error) {
    const report = reportError(error, `running ${job.instance}`);
    return { type: 'failed', error: report, ...(isMissing(error) && { seen: seen() }) };
  }
}

/** The largest resident memory of this process so far. */
function peakMemoryBytes(): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (peak) return Number(peak[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** Written at once, so that a killed process loses no line. */
function writeLine(line: string): void {
  try {
    writeSync(STDOUT, `${line}\n`);
  } catch {
    // A full disk stops the stage where it writes its output; a lost log line is not worth a failure.
  }
}

function send(message: FromStage): void {
  process.send!(message);
}
