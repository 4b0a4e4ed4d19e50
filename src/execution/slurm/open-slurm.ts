import type { Owner } from '../../cache/sessions/session.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { Run } from '../survey/run.ts';
import { checkSite } from './check-site.ts';
import { slurmSite } from './client/slurm-site.ts';
import { SlurmExecutor } from './slurm-executor.ts';

/**
 * The executor for instances that are to run as jobs.
 * @throws PipelineError bad-argument or bad-pipeline where the cluster is not there, or will not take them
 */
export async function openSlurm(
  { cache, plan, options, emit }: Run,
  owner: Owner,
  instances: readonly Instance[],
): Promise<SlurmExecutor> {
  const settings = plan.slurm!;
  const site = await slurmSite();
  checkSite(site, settings, instances);
  const { detach = false, leaveMs = 0 } = options;
  return SlurmExecutor.open(cache, owner, site, { settings, detach, leaveMs, emit });
}
