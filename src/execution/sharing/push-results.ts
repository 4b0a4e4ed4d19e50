import { readRecord } from '../../cache/actions/action-record.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { statsAt } from '../../cache/files/signature.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import type { EventListener } from '../event.ts';
import type { Run } from '../survey/run.ts';
import { type SharedPlanOptions, withSharedPlan } from './shared-plan.ts';

/** What was pushed. */
export interface PushSummary {
  /** Results that are in every remote now. */
  sent: number;
  /** Of them, those that were there already. */
  there: number;
  /** Of which a remote holds other bytes. */
  differ: number;
  /** Not sent: their outputs are not here, or are damaged. */
  left: number;
  sizeBytes: number;
}

/**
 * Sends the results that are up to date, and those of the lock file, to the remotes. What is there already is not sent again, so a push that was
 * cut goes on where it was.
 * @throws PipelineError remote-failed
 */
export async function pushResults(
  plan: Plan,
  options: SharedPlanOptions,
  onEvent: EventListener,
): Promise<PushSummary> {
  return await withSharedPlan(plan, options, onEvent, async (run) => {
    const summary: PushSummary = { sent: 0, there: 0, differ: 0, left: 0, sizeBytes: 0 };
    const { cache, sharing } = run;
    for (const [key, instance] of keysOf(run)) {
      const read = readRecord(cache, key);
      if (read.state !== 'read') continue;
      const { output } = read.content;
      if (statsAt(cache.output(output.digest)) === undefined) {
        summary.left++;
        continue;
      }
      sharing.send(instance, read.content, (ended) => {
        if (ended.some(({ state }) => state === 'differs')) summary.differ++;
        else if (ended.length === 0) summary.left++;
        else {
          summary.sent++;
          if (ended.every(({ state }) => state === 'there')) summary.there++;
          else summary.sizeBytes += output.sizeBytes;
        }
      });
    }
    await sharing.finish();
    return summary;
  });
}

/** The keys of what is up to date, and of the lock file where no targets were named. */
function keysOf({ selected, survey, locked, options }: Run): Map<Digest, { id: string; stage: string }> {
  const keys = new Map<Digest, { id: string; stage: string }>();
  for (const instance of selected) {
    const finding = survey.look(instance, false);
    if (finding.state === 'hit') keys.set(finding.resolved.key, instance);
  }
  if (options.targets !== undefined) return keys;
  for (const [id, { key }] of locked) {
    const stage = /^[^[]*/.exec(id)![0];
    if (!keys.has(key)) keys.set(key, { id, stage });
  }
  return keys;
}
