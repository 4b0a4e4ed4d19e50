import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetDescription, DatasetSplit } from '../artifacts/dataset.ts';
import { TensorFileWriter } from '../tensors/safetensors/safetensors.ts';
import { DataError } from './data-error.ts';
import { InputMeasure, type StoredInputs } from './measure-inputs.ts';
import { unfitInput } from './unfit-input.ts';

export type SplitName = 'train' | 'test';

/** How many samples a split has; `rows` where only some of a pool are stored, with the class counts of the whole pool. */
interface SplitPlan {
  samples: number;
  pool?: { rows: Int32Array; samplesPerClass: number[] };
}

/** Everything that is known of a dataset before its samples. */
export interface DatasetPlan extends Omit<DatasetDescription, 'format' | 'train' | 'test'> {
  splits: { train: SplitPlan; test?: SplitPlan };
}

interface SplitState {
  plan: SplitPlan;
  samplesPerClass: number[];
  added: number;
  measure: InputMeasure;
}

/**
 * Writes a dataset folder (`dataset.json`, `dataset.safetensors`) from samples that stream past, measures the inputs,
 * and refuses data that nothing can be learnt from. End with `finish`; declare it with `using`.
 */
export class DatasetWriter implements Disposable {
  readonly #folder: string;
  readonly #plan: DatasetPlan;
  readonly #columns: number;
  readonly #file: TensorFileWriter;
  readonly #splits: Map<SplitName, SplitState>;

  /** Starts `dataset.safetensors` in the folder. */
  constructor(folder: string, plan: DatasetPlan) {
    this.#folder = folder;
    this.#plan = plan;
    const width = plan.inputShape.reduce((product, length) => product * length, 1);
    this.#columns = plan.encoding.type === 'uint8' ? width / plan.encoding.channels : width;
    const type = plan.encoding.type === 'uint8' ? 'U8' : 'F64';
    const layouts: Parameters<typeof TensorFileWriter.create>[1] = {};
    this.#splits = new Map();
    for (const name of ['train', 'test'] as const) {
      const split = plan.splits[name];
      if (split === undefined) continue;
      const stored = split.pool?.rows.length ?? split.samples;
      layouts[`${name}.inputs`] = { type, shape: [stored, this.#columns] };
      layouts[`${name}.labels`] = { type: 'I32', shape: [stored] };
      if (split.pool !== undefined) layouts[`${name}.rows`] = { type: 'I32', shape: [stored] };
      const samplesPerClass = plan.classes.map(() => 0);
      const measure = new InputMeasure(stored, this.#columns, plan.encoding);
      this.#splits.set(name, { plan: split, samplesPerClass, added: 0, measure });
    }
    this.#file = TensorFileWriter.create(join(folder, 'dataset.safetensors'), layouts, {
      dataset: plan.name,
    });
    for (const [name, { plan: split }] of this.#splits)
      if (split.pool !== undefined) this.#file.append(`${name}.rows`, Int32Array.from(split.pool.rows));
  }

  /** Appends the next samples of a split: stored values [n, stored columns] and class numbers [n]. */
  append(name: SplitName, inputs: StoredInputs, labels: Int32Array<ArrayBuffer>): void {
    const split = this.#splits.get(name)!;
    this.#checkLabels(name, split, labels);
    this.#checkFinite(name, split, inputs);
    this.#file.append(`${name}.inputs`, inputs);
    this.#file.append(`${name}.labels`, labels);
    for (const label of labels) split.samplesPerClass[label]!++;
    split.measure.add(inputs, labels);
    split.added += labels.length;
  }

  /** Checks that the dataset is complete and fit for training, and writes `dataset.json`. */
  finish(): DatasetDescription {
    this.#file.finish();
    const { splits, ...facts } = this.#plan;
    const train = this.#describe('train');
    this.#refuseUseless(train);
    const description: DatasetDescription = { format: 1, ...facts, train };
    if (splits.test !== undefined) description.test = this.#describe('test');
    writeFileSync(join(this.#folder, 'dataset.json'), `${JSON.stringify(description, undefined, 2)}\n`);
    return description;
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #describe(name: SplitName): DatasetSplit {
    const { plan, samplesPerClass, measure } = this.#splits.get(name)!;
    return {
      samples: plan.samples,
      ...(plan.pool !== undefined && { stored: plan.pool.rows.length }),
      samplesPerClass: plan.pool?.samplesPerClass ?? samplesPerClass,
      meanInput: measure.meanInput,
      meanSquaredNorm: measure.meanSquaredNorm,
      statistics: measure.statistics(),
    };
  }

  #refuseUseless({ samples, samplesPerClass }: DatasetSplit): void {
    const { name, classes } = this.#plan;
    const present = classes.filter((_, label) => samplesPerClass[label]! > 0);
    if (present.length < 2) {
      throw new DataError(
        `dataset ${name}: all ${samples} training samples are of class ${present.join()}, expected at least two classes: ` +
          'there is nothing to tell apart; check the labels',
      );
    }
    if (this.#splits.get('train')!.measure.constant) {
      throw new DataError(
        `dataset ${name}: all ${samples} training inputs are the same, expected inputs that differ: ` +
          'there is nothing to learn from; check the inputs',
      );
    }
  }

  #checkLabels(name: SplitName, { added }: SplitState, labels: Int32Array): void {
    const { classes } = this.#plan;
    const wrong = labels.findIndex((label) => label < 0 || label >= classes.length);
    if (wrong < 0) return;
    throw new DataError(
      `dataset ${this.#plan.name}, ${name} row ${added + wrong}: label ${labels[wrong]!} is outside the ${classes.length} classes ` +
        `0 to ${classes.length - 1} (${classes.join(', ')}): correct the label or name more classes`,
    );
  }

  #checkFinite(name: SplitName, { added }: SplitState, inputs: StoredInputs): void {
    const { encoding } = this.#plan;
    const scale = encoding.type === 'uint8' ? encoding.scale : 1;
    const unfit = unfitInput(inputs, this.#columns, scale);
    if (unfit === undefined) return;
    throw new DataError(
      `dataset ${this.#plan.name}, ${name} row ${added + unfit.row}, column ${unfit.column}: ${unfit.fault}`,
    );
  }
}
