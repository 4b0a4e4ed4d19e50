import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TensorFile, writeTensors } from '../src/tensors/safetensors/safetensors.ts';

export interface BenchSnapshot {
  /** Flow time in units of η. */
  readonly iteration: number;
  readonly loss: number;
  readonly parameters: Float64Array;
}

/** What one solver did on one problem. */
export interface BenchRun {
  readonly steps: number;
  readonly gradients: number;
  /** Single directions multiplied by the Hessian. */
  readonly products: number;
  readonly seconds: number;
  readonly endTime: number;
  readonly peakAlignment: number;
  readonly snapshots: readonly BenchSnapshot[];
}

/** Takes a run from a folder where an earlier, interrupted bench left it, or makes it and leaves it there. */
export async function keptRun(
  folder: string | undefined,
  name: string,
  make: () => Promise<BenchRun>,
): Promise<BenchRun> {
  if (folder === undefined) return make();
  const path = join(folder, name.replaceAll(/[^\w.-]+/g, '-'));
  if (existsSync(`${path}.json`)) {
    using file = TensorFile.open(`${path}.safetensors`);
    const { snapshots, ...run } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as BenchRun;
    return {
      ...run,
      snapshots: snapshots.map((snapshot, index) => ({
        ...snapshot,
        parameters: file.read(String(index), 'F64'),
      })),
    };
  }
  const run = await make();
  mkdirSync(folder, { recursive: true });
  writeTensors(
    `${path}.safetensors`,
    Object.fromEntries(
      run.snapshots.map(({ parameters }, index) => [
        String(index),
        { shape: [parameters.length], values: parameters },
      ]),
    ),
  );
  const described = run.snapshots.map(({ iteration, loss }) => ({ iteration, loss }));
  writeFileSync(`${path}.json`, JSON.stringify({ ...run, snapshots: described }));
  return run;
}
