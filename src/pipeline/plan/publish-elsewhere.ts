import { join, relative } from 'node:path';
import type { FaultList } from '../faults/fault-list.ts';
import type { Draft } from './link.ts';

/**
 * Lets everything that is published go to another folder: what the pipeline publishes to stays as it is. A pipeline that publishes
 * one output fills the folder itself; of several, each keeps its own path below it.
 */
export function publishElsewhere(
  drafts: readonly Draft[],
  { root, publishTo }: { root: string; publishTo: string },
  faults: FaultList,
): void {
  const publishing = drafts.filter(({ instance }) => instance.publish !== undefined);
  if (publishing.length === 0)
    faults.add({
      place: { kind: 'argument', argument: `--publish-to ${publishTo}`, text: publishTo },
      message: 'no stage of this pipeline publishes anything',
      hint: 'give one of them "publish: FOLDER", or leave the option out',
    });
  for (const { instance } of publishing)
    instance.publish =
      publishing.length === 1 ? publishTo : join(publishTo, relative(root, instance.publish!));
}
