import { dirname, resolve } from 'node:path';
import { FaultList } from '../faults/fault-list.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import type { Pipeline } from '../source/load-pipeline.ts';
import { expandMatrix, MOST_INSTANCES } from '../matrix/expand-matrix.ts';
import { type Draft, link } from './link.ts';
import { narrowing } from '../matrix/narrow.ts';
import { checkVariables } from './check-variables.ts';
import { checkInputFolders } from './input-folders.ts';
import { instanceMaker } from './instance-maker.ts';
import { needTarget, stagesOf } from './need.ts';
import { CycleError, topologicalOrder } from './order.ts';
import type { Plan } from './plan.ts';
import { publishElsewhere } from './publish-elsewhere.ts';
import { checkPublishFolders } from './publish-folders.ts';
import { settingReader } from './setting-reader.ts';
import { EXECUTOR, type ExecutorName, slurmSettings } from './slurm-settings.ts';
import { resolveAt, writtenValue } from '../values/written-value.ts';
import { settings, type Settings } from '../values/settings.ts';

/** What the command line says about the plan. */
export interface PlanOptions {
  /** Absolute path of the project folder; the folder of pipeline.yaml when absent. */
  root?: string;
  profile?: string;
  set?: readonly string[];
  /** AXIS=VALUE: leaves out the instances with another value of the axis. */
  only?: readonly string[];
  /** Where instances run whose stage does not say, whatever pipeline.yaml says. */
  executor?: ExecutorName;
  /** Absolute path of the cache, to which no stage may publish. */
  cacheFolder?: string;
  /** Absolute path of the folder that is published to instead; with several publishing instances, one folder in it for each. */
  publishTo?: string;
  /** Absolute path of the folder with data that was obtained by hand. */
  dataDir?: string;
  /** Where a stage file is that pipeline.yaml names; relative to pipeline.yaml when absent. */
  stageFile?: (uses: string) => string;
}

/** Resolves pipeline.yaml into instances; throws a FaultsError with everything that is wrong with it. */
export async function buildPlan(
  pipeline: Pipeline,
  options: PlanOptions = {},
): Promise<{ plan: Plan; settings: Settings }> {
  const { config, source, locations } = pipeline;
  const folder = dirname(source.file);
  const root = options.root ?? folder;
  const stageFile = options.stageFile ?? ((uses: string) => resolve(folder, uses));
  const faults = new FaultList();
  const chosen = await settings(config, options, faults);
  const stages = new Set(Object.keys(config.stages));
  const slurm = slurmSettings(config.executors?.slurm ?? {}, chosen.params, faults);
  const written = settingReader(config.executor, EXECUTOR, {
    params: chosen.params,
    faults,
    path: ['executor'],
  })({});
  const where = {
    executor: options.executor ?? written ?? 'local',
    networkInCluster: slurm.networkPartition !== undefined,
  };
  const drafts = new Map<string, Draft[]>();
  let made = 0;
  for (const [stage, written] of Object.entries(config.stages)) {
    const path = ['stages', stage];
    const { params } = chosen;
    const axes = (written.matrix ?? {}) as JsonObject;
    const points = expandMatrix(axes, params, [...path, 'matrix'], faults, MOST_INSTANCES - made);
    made += points.length;
    checkVariables(stage, written, faults);
    const make = instanceMaker(stage, written, { params, faults, path, root, stageFile, ...where });
    const needs = Object.entries(written.needs ?? {}).map(
      ([name, value]) =>
        [name, writtenValue(value as JsonValue, params, [...path, 'needs', name], faults)] as const,
    );
    drafts.set(
      stage,
      points.map((point) => {
        const targets: Draft['targets'] = [];
        for (const [name, value] of needs) {
          const before = faults.count;
          const resolved = resolveAt(value, point.values);
          if (faults.count > before || value.broken === true) continue;
          const target = needTarget(resolved, { folder, stages, path: [...path, 'needs', name], faults });
          if (target !== undefined) targets.push([name, target]);
        }
        return { instance: { ...make(point), location: locations[stage]! }, targets };
      }),
    );
  }
  if (options.publishTo !== undefined)
    publishElsewhere([...drafts.values()].flat(), { root, publishTo: options.publishTo }, faults);
  const home = { ...options, root, pipeline: source.file };
  checkPublishFolders([...drafts.values()].flat(), home, faults);
  const order = stageOrder(drafts, faults);
  if (faults.faults.length > 0) return source.fail(faults.faults);
  const all = [...drafts.values()].flat().map(({ instance }) => instance);
  const only = options.only ?? [];
  const narrowed =
    only.length === 0
      ? undefined
      : narrowing(only, all, {
          push: (fault) => {
            faults.add(fault);
          },
        });
  const instances = link(order, drafts, config.stages, {
    ...(narrowed && { narrowing: narrowed }),
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    faults,
  });
  checkInputFolders(instances, home, faults);
  if (faults.faults.length > 0) return source.fail(faults.faults);
  const present = new Set(instances.map(({ stage }) => stage));
  const plan: Plan = {
    title: config.title ?? 'pipeline',
    root,
    instances,
    stages: order.filter((stage) => present.has(stage)),
    profile: chosen.profile,
    ...(narrowed && { narrowed: true }),
    ...(instances.some(({ executor }) => executor === 'slurm') && { slurm }),
  };
  return { plan, settings: chosen };
}

/** Stage names so that each stands after those it needs; a circle is a fault at the first of its needs. */
function stageOrder(drafts: ReadonlyMap<string, Draft[]>, faults: FaultList): string[] {
  const needs = new Map<string, Map<string, string>>();
  for (const [stage, list] of drafts) {
    const needed = new Map<string, string>();
    for (const { targets } of list)
      for (const [name, target] of targets)
        for (const other of stagesOf(target)) if (!needed.has(other)) needed.set(other, name);
    needs.set(stage, needed);
  }
  try {
    return topologicalOrder(new Map([...needs].map(([stage, needed]) => [stage, needed.keys()])));
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    const [first, second] = error.cycle;
    faults.at(
      ['stages', first!, 'needs', needs.get(first!)!.get(second!)!],
      `stages need each other in a circle: ${error.message}`,
      {
        hint: first === second ? 'a stage cannot need itself' : 'remove one of these needs',
        text: second!,
      },
    );
    return [];
  }
}
