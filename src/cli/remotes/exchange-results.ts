import type { RemoteSetting } from '../../cache/remotes/remote-settings.ts';
import type { EventListener } from '../../execution/event.ts';
import type { SharedPlanOptions } from '../../execution/sharing/shared-plan.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import { present } from '../../present.ts';
import { durationText } from '../../progress/duration-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import type { Project } from '../project.ts';
import { transferBar } from './transfer-bar.ts';

/** A push or a pull. */
export interface Exchange<Summary> {
  type: 'push' | 'pull';
  act: (plan: Plan, options: SharedPlanOptions, onEvent: EventListener) => Promise<Summary>;
  /** What is said of it, a line each. */
  lines: (summary: Summary, time: string) => string[];
}

/** Pushes or pulls the results of a project; shows how far that is, and says what came of it. */
export async function exchangeResults<Summary extends object>(
  { plan, cacheFolder, targets }: Project,
  remotes: readonly RemoteSetting[],
  options: GlobalOptions,
  { type, act, lines }: Exchange<Summary>,
): Promise<Summary> {
  const startedMs = performance.now();
  const bar = transferBar(options);
  const given = { cacheFolder, remotes, ...present({ targets }) };
  const summary = await act(plan, given, bar.listen).finally(bar.clear);
  if (options.json === true) sayJson({ type, ...summary });
  else for (const line of lines(summary, durationText(performance.now() - startedMs))) say(line);
  return summary;
}
