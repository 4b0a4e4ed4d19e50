import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ConfigPath } from '../faults/fault.ts';
import { FaultList } from '../faults/fault-list.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import type { Pipeline } from '../source/load-pipeline.ts';
import { expandMatrix, pointName, type MatrixPoint } from '../matrix/expand-matrix.ts';
import { type Draft, link } from './link.ts';
import { narrowing } from '../matrix/narrow.ts';
import { needTarget, stagesOf } from './need.ts';
import { CycleError, topologicalOrder } from './order.ts';
import type { Instance, Plan, Work } from './plan.ts';
import { checkPublishFolders } from './publish-folders.ts';
import { durationMs, sizeBytes } from '../source/quantity.ts';
import { resolveAt, writtenValue, type WrittenValue } from '../values/written-value.ts';
import type { StageConfig } from '../source/pipeline-schema.ts';
import { settings, type Settings } from '../values/settings.ts';

/** What the command line says about the plan. */
export interface PlanOptions {
  /** Absolute path of the project folder; the folder of pipeline.yaml when absent. */
  root?: string;
  profile?: string;
  set?: readonly string[];
  /** AXIS=VALUE: leaves out the instances with another value of the axis. */
  only?: readonly string[];
  /** Absolute path of the cache, to which no stage may publish. */
  cacheFolder?: string;
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
  const drafts = new Map<string, Draft[]>();
  for (const [stage, written] of Object.entries(config.stages)) {
    const path = ['stages', stage];
    const { params } = chosen;
    const points = expandMatrix((written.matrix ?? {}) as JsonObject, params, [...path, 'matrix'], faults);
    const make = instanceMaker(stage, written, { params, faults, path, root, stageFile });
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
          if (resolved === null && (faults.count > before || value.fixed)) continue;
          const target = needTarget(resolved, { folder, stages, path: [...path, 'needs', name], faults });
          if (target !== undefined) targets.push([name, target]);
        }
        return { instance: { ...make(point), location: locations[stage]! }, targets };
      }),
    );
  }
  checkPublishFolders([...drafts.values()].flat(), { ...options, root, pipeline: source.file }, faults);
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
  if (faults.faults.length > 0) return source.fail(faults.faults);
  const present = new Set(instances.map(({ stage }) => stage));
  const plan: Plan = {
    title: config.title ?? 'pipeline',
    root,
    instances,
    stages: order.filter((stage) => present.has(stage)),
    profile: chosen.profile,
    ...(narrowed && { narrowed: true }),
  };
  return { plan, settings: chosen };
}

/** Prepares everything that the instances of a stage share. */
function instanceMaker(
  stage: string,
  written: StageConfig,
  context: {
    params: JsonObject;
    faults: FaultList;
    path: ConfigPath;
    root: string;
    stageFile: (uses: string) => string;
  },
): (point: MatrixPoint) => Omit<Instance, 'location'> {
  const { params, faults, path, root } = context;
  const prepare = (value: unknown, ...at: string[]): WrittenValue =>
    writtenValue((value ?? null) as JsonValue, params, [...path, ...at], faults);
  const withBlock = prepare(written.with ?? {}, 'with');
  const command = prepare(written.run, 'run');
  const threads = prepare(written.resources?.threads, 'resources', 'threads');
  const memory = prepare(written.resources?.memory, 'resources', 'memory');
  const timeout = prepare(written.timeout, 'timeout');
  const retries = prepare(written.retries, 'retries');
  const publish = prepare(written.publish, 'publish');

  /** Reads a value that may come from a reference, so that its type is known only now. */
  const read = <Result>(
    value: WrittenValue,
    point: MatrixPoint,
    parse: (value: JsonValue) => Result | undefined,
    at: string[],
    expected: string,
  ): Result | undefined => {
    const before = faults.count;
    const resolved = resolveAt(value, point.values);
    if (resolved === null || faults.count > before) return undefined;
    const parsed = parse(resolved);
    if (parsed === undefined)
      faults.at([...path, ...at], `wrong value of ${[...path, ...at].join('.')}`, {
        expected: `${expected}, received ${JSON.stringify(resolved)}`,
      });
    return parsed;
  };
  const whole = (least: number) => (value: JsonValue) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least ? value : undefined;
  const text =
    <Result>(parse: (text: string) => Result) =>
    (value: JsonValue) =>
      typeof value === 'string' ? parse(value) : undefined;

  const file = written.uses === undefined ? undefined : context.stageFile(written.uses);
  if (file !== undefined && !existsSync(file))
    faults.at([...path, 'uses'], `the stage file "${written.uses!}" does not exist`, {
      hint: `${file} is looked for`,
    });

  return (point) => {
    const name = pointName(point.coordinates);
    const work: Work =
      file !== undefined
        ? { kind: 'uses', file }
        : {
            kind: 'run',
            command: commandText(resolveAt(command, point.values)),
            outputs: written.outputs ?? [],
          };
    const memoryBytes = read(
      memory,
      point,
      text(sizeBytes),
      ['resources', 'memory'],
      'a size such as "512 MB" or "2 GB"',
    );
    const timeoutMs = read(
      timeout,
      point,
      text(durationMs),
      ['timeout'],
      'a time such as "90s", "30m" or "2h"',
    );
    const folder = read(
      publish,
      point,
      text((path) => (path === '' ? undefined : resolve(root, path))),
      ['publish'],
      'a folder of the project',
    );
    return {
      id: name === '' ? stage : `${stage}[${name}]`,
      stage,
      coordinates: point.coordinates,
      work,
      params: resolveAt(withBlock, point.values),
      needs: {},
      env: written.env ?? [],
      threads: read(threads, point, whole(1), ['resources', 'threads'], 'a whole number of at least 1') ?? 1,
      retries: read(retries, point, whole(0), ['retries'], 'a whole number of at least 0') ?? 0,
      temporary: written.temporary ?? false,
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(folder === undefined ? {} : { publish: folder }),
    };
  };
}

/** A command that is one reference alone has the type of what it refers to. */
function commandText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
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
