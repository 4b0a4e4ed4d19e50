import type { z } from 'zod';

/** What a running stage reports about its progress; `fraction` is in [0, 1]. */
export interface StageProgress {
  fraction: number;
  message?: string;
}

/** One input folder of a stage: the outputs of one instance of the needed stage, or a file or folder of the project. */
export interface StageInput {
  /** The instance's name, for example `train[size=60]`, or the path as written in pipeline.yaml. */
  name: string;
  /** Absolute path of the (read-only) folder or file. */
  path: string;
}

/** Long stages keep their state here, so that a killed run resumes and ends in the same bytes. */
export interface Checkpoint {
  /** The folder of the last complete checkpoint of this same action, if there is one. */
  load(): string | undefined;
  /** Writes a new checkpoint: `write` fills an empty folder, which then replaces the old one at once (atomically). */
  save(write: (folder: string) => Promise<void> | void): Promise<void>;
}

/** What the engine hands a stage. */
export interface StageContext<Params> {
  params: Params;
  /** Needs with one producer. Reading a name that is not there, or that has several, throws. */
  input(name: string): StageInput;
  /** Needs that collect a matrix: all its instances, sorted by name. Of an optional one: one, or none. */
  inputs(name: string): StageInput[];
  /** Absolute path of the empty folder that the stage fills. */
  output: string;
  /** Derived from the stage name and its params; the same for the same action. */
  seed: number;
  /** Into how many threads of its own the stage may deal its work out; 1 unless `resources` in pipeline.yaml say `parallel`. */
  parallel: number;
  progress(progress: StageProgress): void;
  checkpoint: Checkpoint;
  /** Writes a line to the instance's log. */
  log(line: string): void;
  /**
   * Records what the stage computes with: kept beside the result, like the machine and Node; no part of the key or of the output.
   * @example context.software('BLAS', 'OpenBLAS 0.3.29, float64, 1 thread');
   */
  software(name: string, description: string): void;
  /** Says something that whoever runs the pipeline should know although the stage succeeds; it also goes to the log. */
  warn(message: string): void;
  /** Aborts on Ctrl-C or on a timeout: save a checkpoint and throw `signal.reason`. */
  signal: AbortSignal;
}

/** Numbers and words that `metrics`, `status` and the lock file show for an instance. */
export type StageMetrics = Record<string, number | string | boolean>;

export interface StageDefinition<Schema extends z.ZodType = z.ZodType> {
  name: string;
  description: string;
  /** The `with:` block of the stage. */
  params: Schema;
  /** Names under `needs:`; `many` collects every matching instance of a matrix stage, `optional` is one that may be left out. */
  inputs: Record<string, 'one' | 'many' | 'optional'>;
  /** Files or folders that must exist under `output` when the stage returns. */
  outputs: string[];
  /** It deals its work out to `context.parallel` threads, and makes the same bytes whatever their number. */
  parallel?: true;
  /** Must be deterministic given params, inputs and seed. */
  run(context: StageContext<z.output<Schema>>): Promise<StageMetrics | undefined> | StageMetrics | undefined;
}

/**
 * Declares a stage; a stage file exports the result as its default.
 * @example
 * const stage = defineStage({
 *   name: 'mean',
 *   description: 'the mean of some numbers',
 *   params: z.strictObject({ numbers: z.array(z.number()).min(1) }),
 *   inputs: {},
 *   outputs: ['mean.txt'],
 *   async run({ params, output }) {
 *     const mean = params.numbers.reduce((sum, number) => sum + number, 0) / params.numbers.length;
 *     await writeFile(join(output, 'mean.txt'), `${mean}\n`);
 *     return { mean };
 *   },
 * });
 * console.log(stage.name, stage.outputs.join(' ')); // mean mean.txt
 */
export function defineStage<Schema extends z.ZodType>(
  definition: StageDefinition<Schema>,
): StageDefinition<Schema> {
  return definition;
}
