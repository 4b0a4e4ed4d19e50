import { pullResults } from '../../../execution/sharing/pull-results.ts';
import { counted } from '../../../pipeline/faults/counted.ts';
import { durationText } from '../../../progress/duration-text.ts';
import { sizeText } from '../../../progress/size-text.ts';
import type { GlobalOptions } from '../../options.ts';
import { say, sayJson } from '../../output.ts';
import { checkProjectFiles, openProject } from '../../project.ts';
import { neededRemotes } from '../../remotes/project-remotes.ts';
import { transferBar } from '../../remotes/transfer-bar.ts';
import { present } from '../../../present.ts';

/** Fetches results from the remotes with all their files; exit code 1 where a remote fails. */
export async function run(targets: string[], options: GlobalOptions): Promise<number> {
  const startedMs = performance.now();
  const project = await openProject(options, targets);
  await checkProjectFiles(project);
  const remotes = neededRemotes(project, options, 'reads');
  const bar = transferBar(options);
  const { plan, cacheFolder } = project;
  const given = { cacheFolder, remotes, ...present({ targets: project.targets }) };
  const summary = await pullResults(plan, given, bar.listen).finally(bar.clear);
  if (options.json === true) sayJson({ type: 'pull', ...summary });
  else {
    const { here, fetched, missing, sizeBytes } = summary;
    const time = durationText(performance.now() - startedMs);
    say(
      `fetched ${counted(fetched, 'result')} (${sizeText(sizeBytes)}) in ${time}; ${here} of ${here + missing} are here`,
    );
    if (missing > 0) say(`${missing} are in no remote: "eos-pipeline repro" makes them`);
  }
  return 0;
}
