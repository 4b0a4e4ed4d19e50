import { z } from 'zod';
import { DURATION, SIZE } from './quantity.ts';
import { orReference } from './or-reference.ts';
import { extraOptionProblem } from './slurm-option.ts';

const duration = 'a time such as "90s", "30m" or "2h"';
const size = 'a size such as "512 MB" or "2 GB"';
const whole = 'a whole number of at least 1';
const yesOrNo = 'true or false';
const packing = 'a number of instances, or the time that they take together, such as "10m"';

/** A name that Slurm knows: of a partition, an account and the like. */
const name = z.string().regex(/^[^\s-]\S*$/, 'a name without spaces that does not begin with "-"');

/** Where instances run. */
export const executorChoice = orReference(z.enum(['local', 'slurm']), '"local" or "slurm"');

/** What is asked of Slurm for every instance, where its stage does not say otherwise. */
export const slurmSchema = z
  .strictObject({
    partition: name.describe('sbatch --partition.'),
    account: name.describe('sbatch --account.'),
    qos: name.describe('sbatch --qos.'),
    constraint: name.describe('sbatch --constraint.'),
    gres: name.describe('sbatch --gres, for example "gpu:a100:1".'),
    networkPartition: name.describe(
      'Where stages with "network: true" run; without it they run where the command does.',
    ),
    time: orReference(z.string().regex(DURATION, duration), duration).describe(
      'The limit of one instance where its stage gives no "resources: { time }" and no "timeout".',
    ),
    memory: orReference(z.string().regex(SIZE, size), size).describe(
      'What one instance gets where its stage gives no "resources: { memory }".',
    ),
    maxSubmitted: orReference(z.int().min(1), whole).describe('Jobs in the queue at the same time (1000).'),
    maxRunning: orReference(z.int().min(1), whole).describe('Jobs that run at the same time.'),
    arrays: orReference(z.boolean(), yesOrNo).describe('Submit equal instances as job arrays (true).'),
    pack: z
      .union(
        [z.int().min(1), z.string().regex(DURATION, packing), z.string().regex(/^\$\{\{[^]*\}\}$/, packing)],
        packing,
      )
      .describe('Instances that one job runs one after the other: a number, or the time that they take.'),
    extra: z
      .array(
        z.string().refine((option) => extraOptionProblem(option) === undefined, {
          error: ({ input }) => `${JSON.stringify(input)} ${extraOptionProblem(String(input))!}`,
        }),
      )
      .describe('Further options of sbatch, for example "--reservation=course".'),
  })
  .partial();

/** What is known about each executor. */
export const executorsSchema = z
  .strictObject({ slurm: slurmSchema.describe('Jobs of a Slurm cluster.') })
  .partial();
