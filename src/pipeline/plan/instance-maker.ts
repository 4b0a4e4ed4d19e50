import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FaultList } from '../faults/fault-list.ts';
import type { ConfigPath } from '../faults/fault.ts';
import { type MatrixPoint, pointName } from '../matrix/expand-matrix.ts';
import type { StageConfig } from '../source/pipeline-schema.ts';
import { durationMs, sizeBytes } from '../source/quantity.ts';
import { statsBehind } from '../stats-behind.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import { resolveAt, writtenCommand, writtenValue } from '../values/written-value.ts';
import { lookAlike } from './look-alike.ts';
import type { Instance, Work } from './plan.ts';
import { EXECUTOR, type ExecutorName } from './slurm-settings.ts';
import { present } from '../../present.ts';
import { settingReader, type SettingReader, type SettingType } from './setting-reader.ts';

/** What the instances of a stage are made from. */
export interface MakerContext {
  params: JsonObject;
  faults: FaultList;
  /** The stage in pipeline.yaml. */
  path: ConfigPath;
  /** Absolute path of the project folder. */
  root: string;
  stageFile: (uses: string) => string;
  /** Where instances run whose stage does not say. */
  executor: ExecutorName;
  /** Whether stages that need the internet have a partition of the cluster for them. */
  networkInCluster: boolean;
}

const THREADS = { parse: whole(1, 1e6), expected: 'a whole number of at least 1' };
const RETRIES = { parse: whole(0, 100), expected: 'a whole number from 0 to 100' };
const MEMORY = { parse: text(sizeBytes), expected: 'a size such as "512 MB" or "2 GB"' };
const TIMEOUT = { parse: text(durationMs), expected: 'a time such as "90s", "30m" or "2h"' };
const COMMAND = { parse: text(filled), expected: 'a shell command' };
const SWITCH = {
  parse: (value: JsonValue) => (typeof value === 'boolean' ? value : undefined),
  expected: 'true or false',
};
const FOLDER = { parse: text(path), expected: 'a folder of the project' };

/** Prepares everything that the instances of a stage share. */
export function instanceMaker(
  stage: string,
  written: StageConfig,
  context: MakerContext,
): (point: MatrixPoint) => Omit<Instance, 'location'> {
  const { params, faults, path, root } = context;
  const setting = <Result>(value: unknown, at: string[], type: SettingType<Result>): SettingReader<Result> =>
    settingReader(value, type, { params, faults, path: [...path, ...at] });
  const withBlock = writtenValue((written.with ?? {}) as JsonValue, params, [...path, 'with'], faults);
  const commandPath = [...path, 'run'];
  const command = settingReader(written.run, COMMAND, { params, faults, path: commandPath }, (value) =>
    writtenCommand(value as string, params, commandPath, faults),
  );
  const threads = setting(written.resources?.threads, ['resources', 'threads'], THREADS);
  const parallel = setting(written.resources?.parallel, ['resources', 'parallel'], SWITCH);
  const memory = setting(written.resources?.memory, ['resources', 'memory'], MEMORY);
  const time = setting(written.resources?.time, ['resources', 'time'], TIMEOUT);
  const gpus = setting(written.resources?.gpus, ['resources', 'gpus'], THREADS);
  const executor = setting(written.executor, ['executor'], EXECUTOR);
  const timeout = setting(written.timeout, ['timeout'], TIMEOUT);
  const retries = setting(written.retries, ['retries'], RETRIES);
  const sandbox = setting(written.sandbox, ['sandbox'], SWITCH);
  const network = setting(written.network, ['network'], SWITCH);
  const publish = setting(written.publish, ['publish'], FOLDER);
  const file = written.uses === undefined ? undefined : context.stageFile(written.uses);
  if (file !== undefined && statsBehind(file)?.isDirectory() === true)
    faults.at([...path, 'uses'], `the stage file "${written.uses!}" is a folder`, {
      hint: `name a file in ${file}`,
    });
  else if (file !== undefined && !existsSync(file))
    faults.at([...path, 'uses'], `the stage file "${written.uses!}" does not exist`, {
      hint: lookAlike(file) ?? `${file} is looked for`,
    });

  return ({ coordinates, values }) => {
    const name = pointName(coordinates);
    const work: Work =
      file !== undefined
        ? { kind: 'uses', file }
        : { kind: 'run', command: command(values) ?? '', outputs: written.outputs ?? [] };
    const folder = publish(values);
    const needsNetwork = network(values) === true;
    const unsaid = needsNetwork && !context.networkInCluster ? 'local' : context.executor;
    const where = executor(values) ?? unsaid;
    return {
      id: name === '' ? stage : `${stage}[${name}]`,
      stage,
      coordinates,
      work,
      params: resolveAt(withBlock, values),
      needs: {},
      env: written.env ?? [],
      threads: threads(values) ?? 1,
      ...(parallel(values) === true && { parallel: true }),
      retries: retries(values) ?? 0,
      temporary: written.temporary ?? false,
      ...(written.first === true && { first: true }),
      ...(where === 'slurm' && { executor: where }),
      ...(needsNetwork && { network: true }),
      ...present({
        memoryBytes: memory(values),
        timeoutMs: timeout(values),
        timeMs: time(values),
        gpus: gpus(values),
      }),
      ...(sandbox(values) === true && { sandbox: { network: needsNetwork } }),
      ...(folder === undefined ? {} : { publish: resolve(root, folder) }),
    };
  };
}

function whole(least: number, most: number): (value: JsonValue) => number | undefined {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : undefined;
}

function text<Result>(parse: (text: string) => Result | undefined): (value: JsonValue) => Result | undefined {
  return (value) => (typeof value === 'string' ? parse(value) : undefined);
}

function filled(said: string): string | undefined {
  return said.trim() === '' || said.includes('\0') ? undefined : said;
}

function path(said: string): string | undefined {
  return said === '' || /\p{Cc}/u.test(said) ? undefined : said;
}
