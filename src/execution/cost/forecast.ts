import { basename, extname } from 'node:path';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { neededIds } from '../../pipeline/plan/upstream.ts';
import { type CostModel, fitCostModel } from './cost-model.ts';
import { coordinatesOf, type Features, featuresOf, type InputFeatures } from './features.ts';
import type { CostObservation } from './observations.ts';

/** What a run is expected to cost. */
export interface CostForecast {
  /** Instances that are expected to run, and how many of them nothing is known about: these count as nothing. */
  instances: number;
  unknown: number;
  /** Processor time of all, and the time that it takes with so many at once on idle cores. */
  coreMs: number;
  wallMs: number;
  jobs: number;
  /** The most that as many instances as run at once may need together. */
  peakMemoryBytes: number;
  /** What is added to the cache; of outputs that are dropped again, the largest ones of so many instances. */
  diskBytes: number;
  /** Factor by which the processor time of an instance typically differs from what was expected; where it could be measured. */
  errorFactor?: number;
}

interface StageModels {
  /** What was recorded of just these parameters, the newest last. */
  recorded: ReadonlyMap<string, CostObservation>;
  coreMs: CostModel;
  peakMemoryBytes: CostModel | undefined;
  sizeBytes: CostModel | undefined;
}

interface Expected {
  instance: Instance;
  coreMs: number;
  peakMemoryBytes: number;
  sizeBytes: number;
}

/**
 * Adds up what the instances that are to run (`isDue`) will cost: what was recorded of the same parameters, else by a model of what instances of
 * the stage have cost.
 * @param instances the plan, in topological order
 * @param jobs how many run at once
 */
export function forecastCost(
  instances: readonly Instance[],
  isDue: (id: string) => boolean,
  observations: readonly CostObservation[],
  jobs: number,
): CostForecast {
  const byWork = Map.groupBy(observations, ({ work }) => work);
  const models = new Map<string, StageModels | undefined>();
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  const due = instances.filter(({ id }) => isDue(id));
  const expected: Expected[] = [];
  for (const instance of due) {
    const work = workOf(instance);
    if (!models.has(work)) models.set(work, modelsOf(byWork.get(work) ?? []));
    const model = models.get(work);
    if (model) expected.push(expectationOf(instance, model, plannedFeatures(instance, byId)));
  }
  const used = [...models.values()].flatMap((model) => (model ? [model.coreMs.errorFactor ?? 1] : []));
  const largest = Math.max(1, ...used);
  return {
    instances: due.length,
    unknown: due.length - expected.length,
    coreMs: sumOf(expected.map(({ coreMs }) => coreMs)),
    wallMs: wallMs(expected, jobs),
    jobs,
    peakMemoryBytes: sumOfLargest(
      expected.map(({ peakMemoryBytes }) => peakMemoryBytes),
      jobs,
    ),
    diskBytes: diskBytes(expected, jobs),
    ...(largest > 1 && { errorFactor: largest }),
  };
}

/** The name under which costs of an instance are known: its stage file, or its stage where that is a command. */
export function workOf({ work, stage }: Instance): string {
  return work.kind === 'uses' ? basename(work.file, extname(work.file)) : `run ${stage}`;
}

function modelsOf(rows: readonly CostObservation[]): StageModels | undefined {
  const fit = (value: (row: CostObservation) => number | undefined): CostModel | undefined =>
    fitCostModel(rows.map((row) => ({ features: row.features, value: value(row) ?? 0 })));
  const coreMs = fit((row) => row.coreMs);
  return (
    coreMs && {
      recorded: new Map(
        rows.filter((row) => row.coreMs !== undefined).map((row) => [placeOf(row.features), row]),
      ),
      coreMs,
      peakMemoryBytes: fit((row) => row.peakMemoryBytes),
      sizeBytes: fit((row) => row.sizeBytes),
    }
  );
}

function plannedFeatures(instance: Instance, byId: ReadonlyMap<string, Instance>): Features {
  const isCommand = instance.work.kind === 'run';
  const inputs: Record<string, InputFeatures> = isCommand
    ? { '': { params: coordinatesOf(instance.id) } }
    : {};
  for (const [name, need] of Object.entries(instance.needs)) {
    if (need.kind !== 'instances') continue;
    const [only] = need.ids;
    const one = need.ids.length === 1 && need.many !== true ? byId.get(only!) : undefined;
    inputs[name] = one ? { params: one.params } : { count: need.ids.length };
  }
  return featuresOf(instance.params, inputs);
}

function expectationOf(instance: Instance, models: StageModels, features: Features): Expected {
  const recorded = models.recorded.get(placeOf(features));
  return {
    instance,
    coreMs: recorded?.coreMs ?? models.coreMs.expect(features),
    peakMemoryBytes: recorded?.peakMemoryBytes ?? models.peakMemoryBytes?.expect(features) ?? 0,
    sizeBytes: recorded?.sizeBytes ?? models.sizeBytes?.expect(features) ?? 0,
  };
}

function placeOf(features: Features): string {
  return JSON.stringify([...features].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The cores stay busy, but no sooner than the longest chain of instances that wait for each other. */
function wallMs(expected: readonly Expected[], jobs: number): number {
  const ends = new Map<string, number>();
  // Instances that collect the same share one list: it is walked once.
  const latest = new Map<readonly string[], number>();
  const endOf = (ids: readonly string[]): number => {
    const known = latest.get(ids) ?? ids.reduce((last, id) => Math.max(last, ends.get(id) ?? 0), 0);
    latest.set(ids, known);
    return known;
  };
  let slotMs = 0;
  let longest = 0;
  for (const { instance, coreMs } of expected) {
    const threads = Math.min(instance.threads, jobs);
    const ownMs = coreMs / threads;
    const start = Object.values(instance.needs).reduce(
      (last, need) => Math.max(last, endOf(neededIds(need))),
      0,
    );
    ends.set(instance.id, start + ownMs);
    longest = Math.max(longest, start + ownMs);
    slotMs += ownMs * threads;
  }
  return Math.max(slotMs / jobs, longest);
}

function diskBytes(expected: readonly Expected[], jobs: number): number {
  const kept = expected.filter(({ instance }) => !instance.temporary).map(({ sizeBytes }) => sizeBytes);
  const passing = expected.filter(({ instance }) => instance.temporary).map(({ sizeBytes }) => sizeBytes);
  return sumOf(kept) + sumOfLargest(passing, jobs);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function sumOfLargest(values: readonly number[], count: number): number {
  return sumOf([...values].sort((a, b) => b - a).slice(0, count));
}
