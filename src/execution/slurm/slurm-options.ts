import type { Emit } from '../event.ts';
import type { SlurmSettings } from '../../pipeline/plan/slurm-settings.ts';

/** How a run uses a cluster. */
export interface SlurmOptions {
  settings: SlurmSettings;
  /** Leave each job as soon as it is submitted. */
  detach: boolean;
  /** How long after the first Ctrl-C a second one still cancels the jobs. */
  leaveMs: number;
  emit: Emit;
}
