import type { InstanceJob } from '../execution/slurm/job-overview.ts';

/** As many running jobs are named. */
const MOST_NAMED = 10;

/** What is queued and running in the cluster: a line with counts, and one for each of the first that run. */
export function jobsText(jobs: readonly InstanceJob[]): string[] {
  const of = (wanted: InstanceJob['state']): InstanceJob[] => jobs.filter(({ state }) => state === wanted);
  const [queued, running, ended] = [of('queued'), of('running'), of('ended')];
  const reasons = new Map<string, number>();
  for (const { reason } of queued)
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const why = [...reasons].map(([reason, count]) => (reasons.size === 1 ? reason : `${count} ${reason}`));
  const counts = [
    queued.length > 0 && `${queued.length} queued${why.length > 0 ? ` (${why.join(', ')})` : ''}`,
    running.length > 0 && `${running.length} running`,
    ended.length > 0 && `${ended.length} ended, which the next "repro" takes up`,
  ].filter((part) => part !== false);
  const named = running.slice(0, MOST_NAMED).map(({ instance, job, node, fraction, message }) => {
    const far = [fraction === undefined ? undefined : `${Math.floor(fraction * 100)} %`, message];
    const parts = [`job ${job}${node === undefined ? '' : ` on ${node}`}`, ...far];
    return `  ${instance}: ${parts.filter((part) => part !== undefined).join(', ')}`;
  });
  const more = running.length - named.length;
  return [`in Slurm: ${counts.join(', ')}`, ...named, ...(more > 0 ? [`  and ${more} more`] : [])];
}
