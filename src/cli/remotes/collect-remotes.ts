import type { Digest } from '../../cache/files/digest.ts';
import { collectRemote } from '../../cache/remotes/collect-remote.ts';
import { openStore } from '../../cache/remotes/open-store.ts';
import { Remote } from '../../cache/remotes/remote.ts';
import { RemoteError } from '../../cache/remotes/stores/remote-error.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { sizeText } from '../../progress/size-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import type { Project } from '../project.ts';
import { neededRemotes } from './project-remotes.ts';

const KEEP_DAYS = 30;

/** Collects in every remote that is written to; says for each what went. */
export async function collectRemotes(
  project: Pick<Project, 'pipeline' | 'cacheFolder'>,
  options: GlobalOptions & { keepDays?: number },
  { keep, pending }: { keep: ReadonlySet<Digest>; pending: boolean },
): Promise<number> {
  const { keepDays = KEEP_DAYS, dryRun = false } = options;
  if (pending && keepDays === 0)
    throw new PipelineError('bad-argument', 'not every key of this pipeline is known yet', {
      hint: 'Run "eos-pipeline repro" first, or keep the last days: --keep-days 1.',
    });
  for (const setting of neededRemotes(project, options, 'writes')) {
    const remote = new Remote(await openStore(setting), setting.signingKey);
    const report = await collectRemote(remote, { keep, keepDays, dryRun }).catch((error: unknown) => {
      if (!(error instanceof RemoteError)) throw error;
      const { message, hint } = error;
      throw new PipelineError('remote-failed', `the remote ${remote.name}: ${message}`, {
        hint,
        cause: error,
      });
    });
    if (report === undefined)
      throw new PipelineError('remote-failed', `the remote ${remote.name} cannot say what it holds`, {
        hint: 'A web server makes room by itself, for example by "find FOLDER -atime +30 -delete" in a daily job.',
      });
    if (options.json === true) {
      sayJson({ type: 'gc', remote: remote.name, dryRun, ...report });
      continue;
    }
    const { records, contents, cutUploads, freedBytes, kept } = report;
    const gone = `${counted(records, 'record')}, ${counted(contents, 'content')}, ${counted(cutUploads, 'cut upload')}`;
    say(
      `${remote.name}: ${dryRun ? 'would free' : 'freed'} ${sizeText(freedBytes)} (${gone}); ${dryRun ? 'would keep' : 'kept'} ${counted(kept.records, 'record')} with ${counted(kept.contents, 'content')}, ${sizeText(kept.sizeBytes)}`,
    );
  }
  return 0;
}
