import type { SourceLocation } from '../faults/error.ts';
import type { JsonValue } from '../values/json.ts';
import type { ExecutorName, SlurmSettings } from './slurm-settings.ts';

/** What an instance does: a stage definition in a TypeScript file, or a shell command. */
export type Work =
  | {
      kind: 'uses';
      /** Absolute path of the stage file. */
      file: string;
    }
  | {
      kind: 'run';
      command: string;
      /** Files or folders that must exist in the output folder when the command is done. */
      outputs: string[];
    };

/** One named input of an instance. */
export type Need =
  | {
      kind: 'instances';
      /** Instance ids, sorted; each stands earlier in the plan. */
      ids: string[];
      /** What pipeline.yaml says: a list of stages collects (true); of one stage only its definition knows (undefined). */
      many: boolean | undefined;
    }
  | {
      kind: 'file';
      /** Absolute path of a project file or folder. */
      path: string;
      /** The path as written in pipeline.yaml. */
      name: string;
    };

/** One stage at one point of its matrix, with everything resolved. */
export interface Instance {
  /** `train[experiment=dice-cross-entropy,size=468]`, or the stage name where there is no matrix. */
  id: string;
  stage: string;
  /** Axis name → value (scalars as text, objects by their id), in the order of the axes. */
  coordinates: Record<string, string>;
  work: Work;
  /** The resolved `with` block. Instances may share parts of it: never write to it. */
  params: JsonValue;
  needs: Record<string, Need>;
  /** Names of the environment variables that take part in the key. */
  env: string[];
  threads: number;
  /** The stage deals its work out to the threads, and its result does not depend on their number. */
  parallel?: true;
  memoryBytes?: number;
  /** What a cluster gives one instance at most; absent: the timeout, or what the cluster gives. */
  timeMs?: number;
  /** Accelerators that one instance gets of a cluster. */
  gpus?: number;
  /** Absent: `local`. */
  executor?: ExecutorName;
  /** It needs the internet, which nodes of a cluster may not have. */
  network?: true;
  timeoutMs?: number;
  /** How many further attempts follow a failed one. */
  retries: number;
  /** The output may be dropped once everything that needs it is cached. */
  temporary: boolean;
  /** It runs, with what it needs, before anything else is started. */
  first?: true;
  /** It sees nothing but what it declares. */
  sandbox?: { network: boolean };
  /** Absolute path of the project folder that receives a copy of the output. */
  publish?: string;
  /** The stage in pipeline.yaml. */
  location: SourceLocation;
}

/** Everything a run needs to know. */
export interface Plan {
  title: string;
  /** Absolute path of the project: the folder of pipeline.yaml. */
  root: string;
  /** In topological order: an instance stands after everything it needs. */
  instances: Instance[];
  /** Stage names in topological order. */
  stages: string[];
  /** --only left instances out, which keep their lines in the lock file. */
  narrowed?: true;
  /** Name of the profile in force; `none` where the pipeline has none. */
  profile: string;
  /** What is asked of Slurm; absent where pipeline.yaml says nothing and nothing runs there. */
  slurm?: SlurmSettings;
}
