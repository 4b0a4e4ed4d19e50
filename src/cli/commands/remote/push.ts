import { pushResults } from '../../../execution/sharing/push-results.ts';
import { counted } from '../../../pipeline/faults/counted.ts';
import { durationText } from '../../../progress/duration-text.ts';
import { sizeText } from '../../../progress/size-text.ts';
import type { GlobalOptions } from '../../options.ts';
import { say, sayJson } from '../../output.ts';
import { openProject } from '../../project.ts';
import { neededRemotes } from '../../remotes/project-remotes.ts';
import { transferBar } from '../../remotes/transfer-bar.ts';
import { present } from '../../../present.ts';

/** Sends what is up to date to the remotes; exit code 1 where a remote fails, or holds other bytes of an action. */
export async function run(targets: string[], options: GlobalOptions): Promise<number> {
  const startedMs = performance.now();
  const project = await openProject(options, targets);
  const remotes = neededRemotes(project, options, 'writes');
  const bar = transferBar(options);
  const { plan, cacheFolder } = project;
  const given = { cacheFolder, remotes, ...present({ targets: project.targets }) };
  const summary = await pushResults(plan, given, bar.listen).finally(bar.clear);
  if (options.json === true) sayJson({ type: 'push', ...summary });
  else {
    const { sent, there, differ, left, sizeBytes } = summary;
    const time = durationText(performance.now() - startedMs);
    say(
      `pushed ${counted(sent - there, 'result')} (${sizeText(sizeBytes)}) in ${time}; ${there} were there already`,
    );
    if (differ > 0)
      say(
        `of ${counted(differ, 'result')} a remote holds other bytes, which stay there: these stages are not deterministic`,
      );
    if (left > 0) say(`${counted(left, 'result')} not sent: the outputs are not in this cache`);
  }
  return summary.differ > 0 ? 1 : 0;
}
