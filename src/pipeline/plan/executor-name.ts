import type { ExecutorName } from './plan.ts';
import type { SettingType } from './setting-reader.ts';

/** The name of an executor, as a setting. */
export const EXECUTOR: SettingType<ExecutorName> = {
  parse: (value) => (value === 'local' || value === 'slurm' ? value : undefined),
  expected: '"local" or "slurm"',
};
