import { pushResults } from '../../../execution/sharing/push-results.ts';
import { counted } from '../../../pipeline/faults/counted.ts';
import { sizeText } from '../../../progress/size-text.ts';
import type { GlobalOptions } from '../../options.ts';
import { openProject } from '../../project.ts';
import { exchangeResults } from '../../remotes/exchange-results.ts';
import { neededRemotes } from '../../remotes/project-remotes.ts';

/** Sends what is up to date to the remotes; exit code 1 where a remote fails, or holds other bytes of an action. */
export async function run(targets: string[], options: GlobalOptions): Promise<number> {
  const project = await openProject(options, targets);
  const { differ } = await exchangeResults(project, neededRemotes(project, options, 'writes'), options, {
    type: 'push',
    act: pushResults,
    lines: ({ sent, there, differ: others, left, sizeBytes }, time) => [
      `pushed ${counted(sent - there, 'result')} (${sizeText(sizeBytes)}) in ${time}; ${there} were there already`,
      ...(others > 0
        ? [
            `of ${counted(others, 'result')} a remote holds other bytes, which stay there: these stages are not deterministic`,
          ]
        : []),
      ...(left > 0 ? [`${counted(left, 'result')} not sent: the outputs are not in this cache`] : []),
    ],
  });
  return differ > 0 ? 1 : 0;
}
