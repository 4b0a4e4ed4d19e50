import { pullResults } from '../../../execution/sharing/pull-results.ts';
import { counted } from '../../../pipeline/faults/counted.ts';
import { sizeText } from '../../../progress/size-text.ts';
import type { GlobalOptions } from '../../options.ts';
import { checkProjectFiles, openProject } from '../../project.ts';
import { exchangeResults } from '../../remotes/exchange-results.ts';
import { neededRemotes } from '../../remotes/project-remotes.ts';

/** Fetches results from the remotes with all their files; exit code 1 where a remote fails. */
export async function run(targets: string[], options: GlobalOptions): Promise<number> {
  const project = await openProject(options, targets);
  await checkProjectFiles(project);
  await exchangeResults(project, neededRemotes(project, options, 'reads'), options, {
    type: 'pull',
    act: pullResults,
    lines: ({ here, fetched, missing, sizeBytes }, time) => [
      `fetched ${counted(fetched, 'result')} (${sizeText(sizeBytes)}) in ${time}; ${here} of ${here + missing} are here`,
      ...(missing > 0 ? [`${missing} are in no remote: "eos-pipeline repro" makes them`] : []),
    ],
  });
  return 0;
}
