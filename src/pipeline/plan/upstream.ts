import type { Instance, Need } from './plan.ts';

const NOTHING: readonly string[] = [];

/** Ids of the instances that a need names. */
export function neededIds(need: Need): readonly string[] {
  return need.kind === 'instances' ? need.ids : NOTHING;
}

/** Ids of the instances that an instance needs, each once. */
export function upstreamIds(instance: Instance): Set<string> {
  return new Set(Object.values(instance.needs).flatMap(neededIds));
}

/** The wanted instances and everything upstream of them, in the order of the plan, which is topological. */
export function withUpstream(
  instances: readonly Instance[],
  isWanted: (instance: Instance) => boolean,
): Instance[] {
  const kept = new Set<string>();
  // Instances that collect the same share one array: it is walked once, or 10,000 collectors of 10,000 take 10⁸ steps.
  const walked = new Set<readonly string[]>();
  for (const instance of instances.toReversed()) {
    if (!kept.has(instance.id) && !isWanted(instance)) continue;
    kept.add(instance.id);
    for (const need of Object.values(instance.needs)) {
      const ids = neededIds(need);
      if (walked.has(ids)) continue;
      walked.add(ids);
      for (const id of ids) kept.add(id);
    }
  }
  return instances.filter(({ id }) => kept.has(id));
}
