import type { FaultList } from '../faults/fault-list.ts';
import type { PipelineConfig } from '../source/pipeline-schema.ts';
import { durationMs, sizeBytes } from '../source/quantity.ts';
import { present } from '../../present.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import { settingReader, type SettingType } from './setting-reader.ts';

/** Where instances run: in processes of this machine, or as jobs of a Slurm cluster. */
export type ExecutorName = 'local' | 'slurm';

/** What is asked of Slurm for every instance, and how many jobs there may be. */
export interface SlurmSettings {
  partition?: string;
  account?: string;
  qos?: string;
  constraint?: string;
  gres?: string;
  /** The partition of stages that need the internet; absent: they run where the command does. */
  networkPartition?: string;
  timeMs?: number;
  memoryBytes?: number;
  /** Jobs in the queue at the same time, each task of an array counted. */
  maxSubmitted: number;
  /** Jobs that run at the same time. */
  maxRunning?: number;
  arrays: boolean;
  /** Instances that one job runs one after the other: so many, or as many as take this time together. */
  pack?: { instances: number } | { durationMs: number };
  /** Further options of sbatch. */
  extra: string[];
}

/** The name of an executor, as a setting. */
export const EXECUTOR: SettingType<ExecutorName> = {
  parse: (value) => (value === 'local' || value === 'slurm' ? value : undefined),
  expected: '"local" or "slurm"',
};

/** Sites commonly let a user have some thousands of jobs. */
const MAX_SUBMITTED = 1000;

const NAME: SettingType<string> = {
  parse: (value) => (typeof value === 'string' && /^[^\s-]\S*$/.test(value) ? value : undefined),
  expected: 'a name without spaces that does not begin with "-"',
};
const TIME: SettingType<number> = {
  parse: (value) => (typeof value === 'string' ? durationMs(value) : undefined),
  expected: 'a time such as "90s", "30m" or "2h"',
};
const MEMORY: SettingType<number> = {
  parse: (value) => (typeof value === 'string' ? sizeBytes(value) : undefined),
  expected: 'a size such as "512 MB" or "2 GB"',
};
const COUNT: SettingType<number> = { parse: count, expected: 'a whole number of at least 1' };
const FLAG: SettingType<boolean> = {
  parse: (value) => (typeof value === 'boolean' ? value : undefined),
  expected: 'true or false',
};
const PACK: SettingType<NonNullable<SlurmSettings['pack']>> = {
  parse: parsePack,
  expected: 'a number of instances, or the time that they take together, such as "10m"',
};

/** Resolves `executors: { slurm: … }` of pipeline.yaml; what is wrong with it becomes a fault. */
export function slurmSettings(
  written: NonNullable<NonNullable<PipelineConfig['executors']>['slurm']>,
  params: JsonObject,
  faults: FaultList,
): SlurmSettings {
  const read = <Result>(key: keyof typeof written, type: SettingType<Result>): Result | undefined =>
    settingReader(written[key], type, { params, faults, path: ['executors', 'slurm', key] })({});
  const found = {
    partition: read('partition', NAME),
    account: read('account', NAME),
    qos: read('qos', NAME),
    constraint: read('constraint', NAME),
    gres: read('gres', NAME),
    networkPartition: read('networkPartition', NAME),
    timeMs: read('time', TIME),
    memoryBytes: read('memory', MEMORY),
    maxRunning: read('maxRunning', COUNT),
    pack: read('pack', PACK),
  };
  return {
    ...present(found),
    maxSubmitted: read('maxSubmitted', COUNT) ?? MAX_SUBMITTED,
    arrays: read('arrays', FLAG) ?? true,
    extra: written.extra ?? [],
  };
}

function count(value: JsonValue): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : undefined;
}

function parsePack(value: JsonValue): SlurmSettings['pack'] {
  const instances = count(value);
  if (instances !== undefined) return { instances };
  const timeMs = typeof value === 'string' ? durationMs(value) : undefined;
  return timeMs === undefined ? undefined : { durationMs: timeMs };
}
