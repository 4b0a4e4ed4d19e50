import type { Digest } from '../../cache/files/digest.ts';
import { remember } from '../../cache/actions/lookup.ts';
import type { Instance, Plan } from '../../pipeline/plan/plan.ts';
import type { EventListener } from '../event.ts';
import type { Run } from '../survey/run.ts';
import type { Sharing } from './sharing.ts';
import { type SharedPlanOptions, withSharedPlan } from './shared-plan.ts';
import { Transfers } from './transfers.ts';

/** What was pulled. */
export interface PullSummary {
  /** Instances whose outputs are here now. */
  here: number;
  /** Of them, those that came from a remote. */
  fetched: number;
  /** Instances whose results are in no remote, or wait for such ones. */
  missing: number;
  sizeBytes: number;
}

/**
 * Brings the results of the plan here with everything that they consist of, as far as remotes have them. What has come already stays, so a pull
 * that was cut goes on where it was.
 * @throws PipelineError remote-failed
 */
export async function pullResults(
  plan: Plan,
  options: SharedPlanOptions,
  onEvent: EventListener,
): Promise<PullSummary> {
  return await withSharedPlan(plan, options, onEvent, async (run) => {
    const transfers = new Transfers('receiving', run.emit);
    transfers.show();
    const summary: PullSummary = { here: 0, fetched: 0, missing: 0, sizeBytes: 0 };
    const asked = new Set<Digest>();
    try {
      for (;;) {
        const wanted = lookAgain(run).filter(({ key }) => !asked.has(key));
        if (wanted.length === 0) break;
        for (const { key } of wanted) asked.add(key);
        const arrived = await Promise.all(
          wanted.map(({ key, instance }) => pullOne(run, key, instance, transfers)),
        );
        summary.fetched += arrived.filter((sizeBytes) => sizeBytes !== undefined).length;
        summary.sizeBytes += arrived.reduce<number>((sum, sizeBytes = 0) => sum + sizeBytes, 0);
      }
    } finally {
      transfers.close();
    }
    for (const { id } of run.selected)
      if (isHere(run, id)) summary.here++;
      else summary.missing++;
    return summary;
  });
}

/** Looks at every instance; gives the actions whose outputs are not here, as far as their keys are known. */
function lookAgain(run: Run): { key: Digest; instance: Instance }[] {
  const { selected, survey } = run;
  const wanted = new Map<Digest, Instance>();
  for (const instance of selected) {
    const finding = survey.look(instance, false);
    if (finding.state !== 'pending' && !isHere(run, instance.id)) wanted.set(finding.resolved.key, instance);
  }
  return [...wanted].map(([key, instance]) => ({ key, instance }));
}

function isHere({ survey }: Run, id: string): boolean {
  const finding = survey.findings.get(id)!;
  return finding.state === 'hit' && finding.entry.dropped !== true;
}

/** Gives the size of what arrived. */
async function pullOne(
  { cache, index, sharing }: Run & { sharing: Sharing },
  key: Digest,
  instance: Instance,
  transfers: Transfers,
): Promise<number | undefined> {
  const transfer = transfers.begin(0);
  try {
    const options = { needsOutput: true, onlyIfWorth: false, expects: transfer.expect, got: transfer.moved };
    const obtained = await sharing.obtain(key, options);
    if (obtained === undefined) return undefined;
    remember(cache, index, obtained.record, obtained.manifest);
    if (index.get('instance', instance.id) !== key) index.set('instance', instance.id, key);
    return obtained.manifest?.sizeBytes ?? 0;
  } finally {
    transfer.end();
  }
}
