import { existsSync } from 'node:fs';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { verifyCache, type VerifyProblem, type VerifyProgress } from '../../cache/verify.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { durationText } from '../../progress/duration-text.ts';
import { sizeText } from '../../progress/size-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { projectFolders } from '../folders.ts';

const REDRAW_MS = 100;

/** Reads everything in the cache again; exit code 1 where something is damaged, which the next run makes again. */
export async function run(_arguments: string[], options: GlobalOptions): Promise<number> {
  const { cacheFolder } = projectFolders(options);
  const startedMs = performance.now();
  const bar = options.json !== true && process.stdout.isTTY ? progressBar() : undefined;
  const report = await verifyCache(new CacheFolder(cacheFolder), bar?.show, options.jobs);
  bar?.clear();
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

/** One line that is drawn over itself. */
function progressBar(): { show: (progress: VerifyProgress) => void; clear: () => void } {
  const width = 24;
  let drawnMs = 0;
  return {
    show({ files, totalFiles, sizeBytes, totalBytes }) {
      const now = performance.now();
      if (now - drawnMs < REDRAW_MS) return;
      drawnMs = now;
      const share = totalBytes === 0 ? 1 : sizeBytes / totalBytes;
      const full = Math.round(share * width);
      const bar = '█'.repeat(full) + '░'.repeat(width - full);
      process.stdout.write(
        `\r\u001B[K${bar} ${files}/${totalFiles} files, ${sizeText(sizeBytes)} of ${sizeText(totalBytes)}`,
      );
    },
    clear() {
      process.stdout.write('\r\u001B[K');
    },
  };
}
