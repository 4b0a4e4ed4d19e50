import { basename, extname } from 'node:path';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { type CostModel, fitCostModel } from './cost-model.ts';
import { coordinatesOf, type Features, featuresOf, type InputFeatures } from './features.ts';
import type { CostObservation } from './observations.ts';

interface StageModels {
  /** What was recorded of just these parameters, the newest last. */
  recorded: ReadonlyMap<string, CostObservation>;
  coreMs: CostModel;
  durationMs: CostModel | undefined;
  peakMemoryBytes: CostModel | undefined;
  sizeBytes: CostModel | undefined;
}

/** What one instance is expected to cost. */
export interface ExpectedCost {
  instance: Instance;
  coreMs: number;
  /** The time that it takes. */
  durationMs: number;
  peakMemoryBytes: number;
  sizeBytes: number;
}

/**
 * What each instance that is to run (`isDue`) will cost, as far as anything is known of it: what was recorded of the same parameters, else by a
 * model of what instances of the stage have cost.
 * @param instances the plan, in topological order
 * @returns `errorFactor`: by which the processor time of an instance typically differs from what is expected, 1 where that is not known; a
 * function, for it costs ten times the rest
 */
export function expectCosts(
  instances: readonly Instance[],
  isDue: (id: string) => boolean,
  observations: readonly CostObservation[],
): { expected: ExpectedCost[]; errorFactor: () => number } {
  const byWork = Map.groupBy(observations, ({ work }) => work);
  const models = new Map<string, StageModels | undefined>();
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  const expected: ExpectedCost[] = [];
  for (const instance of instances) {
    if (!isDue(instance.id)) continue;
    const work = workOf(instance);
    if (!models.has(work)) models.set(work, modelsOf(byWork.get(work) ?? []));
    const model = models.get(work);
    if (model) expected.push(expectationOf(instance, model, plannedFeatures(instance, byId)));
  }
  const errorFactor = (): number =>
    Math.max(1, ...[...models.values()].map((model) => model?.coreMs.errorFactor() ?? 1));
  return { expected, errorFactor };
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
      durationMs: fit((row) => row.durationMs ?? row.coreMs),
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

function expectationOf(instance: Instance, models: StageModels, features: Features): ExpectedCost {
  const recorded = models.recorded.get(placeOf(features));
  const parts = instance.parallel === true ? instance.threads : 1;
  const durationMs =
    recorded?.durationMs ??
    recorded?.coreMs ??
    models.durationMs?.expect(features) ??
    models.coreMs.expect(features);
  const peakMemoryBytes = recorded?.peakMemoryBytes ?? models.peakMemoryBytes?.expect(features) ?? 0;
  return {
    instance,
    coreMs: recorded?.coreMs ?? models.coreMs.expect(features),
    durationMs: durationMs / parts,
    peakMemoryBytes: peakMemoryBytes * parts,
    sizeBytes: recorded?.sizeBytes ?? models.sizeBytes?.expect(features) ?? 0,
  };
}

function placeOf(features: Features): string {
  return JSON.stringify([...features].sort(([a], [b]) => (a < b ? -1 : 1)));
}
