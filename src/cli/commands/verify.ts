import { existsSync } from 'node:fs';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { shareWithGroup } from '../../cache/files/share-with-group.ts';
import { Session } from '../../cache/sessions/session.ts';
import { verifyCache, type VerifyProblem, type VerifyProgress } from '../../cache/verify.ts';
import { waitForGc } from '../../execution/survey/wait-for-gc.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { PipelineError, type PipelineErrorCode } from '../../pipeline/faults/error.ts';
import { DrawnLine } from '../../progress/drawn-line.ts';
import { durationText } from '../../progress/duration-text.ts';
import { sizeText } from '../../progress/size-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { projectFolders } from '../folders.ts';

const UNWRITABLE: ReadonlySet<PipelineErrorCode> = new Set(['read-only', 'permission-denied', 'disk-full']);

/** Reads everything in the cache again; exit code 1 where something is damaged, which the next run makes again. */
export async function run(_arguments: string[], options: GlobalOptions): Promise<number> {
  const { cacheFolder } = projectFolders(options);
  const startedMs = performance.now();
  const line = new DrawnLine(options);
  const show = (progress: VerifyProgress): void => {
    line.draw(() => progressText(progress));
  };
  const report = await announced(new CacheFolder(cacheFolder), (cache) =>
    verifyCache(cache, show, options.jobs),
  );
  line.clear();
  const { records, outputs, files, sizeBytes, problems } = report;
  if (options.json === true) sayJson({ type: 'verify', cache: cacheFolder, ...report });
  else {
    for (const problem of problems) say(problemText(problem));
    if (records === 0 && outputs === 0 && problems.length === 0) {
      say(
        `${cacheFolder} ${existsSync(cacheFolder) ? 'holds no results' : 'is not there'}: nothing to verify`,
      );
      return 0;
    }
    const durationMs = performance.now() - startedMs;
    const speed = `${sizeText(Math.round(sizeBytes / (durationMs / 1000)))}/s`;
    say(
      `${counted(records, 'action record')}, ${counted(outputs, 'output')}, ${counted(files, 'file')}, ${sizeText(sizeBytes)} read in ${durationText(durationMs)} (${speed}): ${
        problems.length === 0
          ? 'all as they were written'
          : `${problems.length} damaged; "eos-pipeline repro" makes again what is needed`
      }`,
    );
  }
  return problems.length === 0 ? 0 : 1;
}

function problemText({ what, path, problem, instance, restored, quarantine }: VerifyProblem): string {
  const owner = instance === undefined ? '' : ` (${instance})`;
  const done = restored ? 'set right' : quarantine === undefined ? 'left as it is' : `moved to ${quarantine}`;
  return `damaged ${what}${owner}: ${path}: ${problem}; ${done}`;
}

/** A collection waits for the verification, and the other way round; a cache that cannot be written is verified all the same. */
async function announced<Result>(
  cache: CacheFolder,
  act: (cache: CacheFolder) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(cache.root)) return await act(cache);
  shareWithGroup(cache.root);
  let session: Session | undefined;
  try {
    session = new Session(cache);
    await waitForGc(cache, () => undefined);
    return await act(cache);
  } catch (error) {
    const unwritable = error instanceof PipelineError && UNWRITABLE.has(error.code);
    if (session !== undefined || !unwritable) throw error;
    return await act(cache);
  } finally {
    session?.close();
  }
}

const WIDTH = 24;

function progressText({ files, totalFiles, sizeBytes, totalBytes }: VerifyProgress): string {
  const full = Math.round((totalBytes === 0 ? 1 : sizeBytes / totalBytes) * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  return `${bar} ${files}/${totalFiles} files, ${sizeText(sizeBytes)} of ${sizeText(totalBytes)}`;
}
