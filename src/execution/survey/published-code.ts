import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { ownerOf, placeOf } from '../../pipeline/plan/publish-folders.ts';

/**
 * Refuses to publish to a folder with code that the stages reach: publishing would replace it.
 * @throws PipelineError bad-pipeline
 */
export function refusePublishedCode(instances: readonly Instance[], code: Iterable<string>): void {
  const owners = new Map(
    instances.flatMap((instance) =>
      instance.publish === undefined
        ? []
        : [instance.publish, placeOf(instance.publish)].map((folder) => [folder, instance] as const),
    ),
  );
  if (owners.size === 0) return;
  for (const path of code) {
    const owner = ownerOf(path, owners);
    if (owner === undefined) continue;
    const { stage, publish, location } = owner;
    throw new PipelineError(
      'bad-pipeline',
      `the stage "${stage}" publishes to ${publish!}, which holds code of the pipeline: ${path}`,
      { location, hint: 'Name another folder, such as "reports": publishing replaces everything in it.' },
    );
  }
}
