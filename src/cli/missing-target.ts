import { PipelineError } from '../pipeline/faults/error.ts';
import { shellQuote } from '../pipeline/values/shell-quote.ts';
import type { GlobalOptions } from './options.ts';
import { openProject } from './project.ts';

/** Says that a command needs an instance, and gives an example from this very pipeline. */
export async function refuseWithoutTarget(command: string, options: GlobalOptions): Promise<never> {
  const { plan } = await openProject(options);
  const instances = plan.instances.map(({ id }) => id);
  // An instance of a matrix shows more of how a target is written.
  const example = instances.find((id) => id.includes('[')) ?? instances[0];
  throw new PipelineError('bad-argument', `"${command}" needs an instance or a stage`, {
    hint:
      example === undefined
        ? 'the pipeline has none'
        : `for example: eos-pipeline ${command} ${shellQuote(example)}`,
  });
}
