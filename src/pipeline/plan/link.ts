import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultList } from '../faults/fault-list.ts';
import type { Narrowing } from '../matrix/narrow.ts';
import { InstanceIndex, stagesOf, type NeedTarget } from './need.ts';
import { neededIds, withUpstream } from './upstream.ts';
import type { Instance, Need } from './plan.ts';
import type { StageConfig } from '../source/pipeline-schema.ts';

/** An instance whose needs name stages, not yet instances. */
export interface Draft {
  instance: Instance;
  targets: (readonly [name: string, target: NeedTarget])[];
}

interface LinkOptions {
  narrowing?: Narrowing;
  dataDir?: string;
  faults: FaultList;
}

/** Finds the instances that each instance needs, and leaves out what --only and `onDemand` leave out. */
export function link(
  order: readonly string[],
  drafts: ReadonlyMap<string, Draft[]>,
  stages: Record<string, StageConfig>,
  options: LinkOptions,
): Instance[] {
  const { narrowing, faults } = options;
  const index = new InstanceIndex();
  const instances = new Map<string, Instance>();
  for (const stage of order) {
    const kept: Instance[] = [];
    for (const { instance, targets } of drafts.get(stage)!) {
      if (narrowing?.(instance) === 'out') continue;
      const needs: Record<string, Need> = {};
      const empty: string[] = [];
      for (const [name, target] of targets) {
        needs[name] = needOf(target, instance, { index, instances, ...options });
        if (needs[name].kind === 'instances' && needs[name].ids.length === 0 && target.kind !== 'data')
          empty.push(name);
      }
      // Under --only a collecting instance may be left with nothing to collect: it goes too.
      if (narrowing !== undefined && empty.length > 0) continue;
      for (const name of empty)
        faults.at(
          ['stages', stage, 'needs', name],
          `no instance of ${named(targets, name)} agrees with ${instance.id}`,
          {
            expected: 'at least one with the same values on the axes that both stages have',
          },
        );
      instance.needs = needs;
      instances.set(instance.id, instance);
      kept.push(instance);
    }
    index.add(stage, Object.keys(stages[stage]!.matrix ?? {}), kept);
  }
  return withoutIdle([...instances.values()], drafts, stages, narrowing);
}

function named(targets: Draft['targets'], name: string): string {
  return stagesOf(targets.find(([other]) => other === name)![1]).join(', ');
}

function needOf(
  target: NeedTarget,
  instance: Instance,
  context: { index: InstanceIndex; instances: ReadonlyMap<string, Instance>; dataDir?: string },
): Need {
  switch (target.kind) {
    case 'file':
      return target;
    case 'data':
      return dataNeed(target.names, context.dataDir);
    case 'stages':
      return { kind: 'instances', ids: context.index.find(target.stages, instance), many: target.many };
    case 'inputs-of': {
      const ids = context.index.find([target.stage], instance).flatMap((id) => {
        const { needs } = context.instances.get(id)!;
        return Object.hasOwn(needs, target.input) ? neededIds(needs[target.input]!) : [];
      });
      return { kind: 'instances', ids: [...new Set(ids)].sort(), many: true };
    }
  }
}

/** The first name that the data dir has; an empty collection where it has none. */
function dataNeed(names: readonly string[], dataDir: string | undefined): Need {
  const name =
    dataDir === undefined ? undefined : names.find((candidate) => existsSync(join(dataDir, candidate)));
  if (dataDir === undefined || name === undefined) return { kind: 'instances', ids: [], many: true };
  return { kind: 'file', path: join(dataDir, name), name: `${name} in the data dir` };
}

/** Leaves out instances that only served others: `onDemand` stages, and under --only whatever has nothing to do with it. */
function withoutIdle(
  instances: Instance[],
  drafts: ReadonlyMap<string, Draft[]>,
  stages: Record<string, StageConfig>,
  narrowing: Narrowing | undefined,
): Instance[] {
  const serving = new Set(
    [...drafts.values()].flat().flatMap(({ targets }) => targets.flatMap(([, target]) => stagesOf(target))),
  );
  const isIdle = (instance: Instance): boolean =>
    stages[instance.stage]!.onDemand === true ||
    (narrowing !== undefined && narrowing(instance) === 'open' && serving.has(instance.stage));
  return withUpstream(instances, (instance) => !isIdle(instance));
}
