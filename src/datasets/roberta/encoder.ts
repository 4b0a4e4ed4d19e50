import { basename } from 'node:path';
import { openBlas } from '../../tensors/open-blas.ts';
import { TensorFile } from '../../tensors/safetensors/safetensors.ts';
import { DataError } from '../data-error.ts';
import { findFile, type GivenPath } from '../find-file.ts';
import { ExportedModel } from './exported-model.ts';
import { hiddenStates } from './hidden-states.ts';
import { readNetwork } from './read-network.ts';
import type { RobertaTokenizer } from './read-tokenizer.ts';

/** Gives the last hidden states [sequences · tokens, width] of sequences that are all of one length. */
interface Model {
  hiddenStates(sequences: readonly (readonly number[])[]): Promise<Float32Array | Float64Array>;
  close(): Promise<void>;
}

/** RoBERTa up to its last hidden state. */
export class RobertaEncoder {
  /** Size of the hidden state of one token. */
  readonly width: number;
  readonly #model: Model;
  readonly #tokenizer: Pick<RobertaTokenizer, 'begin' | 'end'>;

  private constructor(model: Model, width: number, tokenizer: RobertaTokenizer) {
    this.#model = model;
    this.width = width;
    this.#tokenizer = tokenizer;
  }

  /**
   * Opens the model of a folder: the published weights `model.safetensors`, or `model.onnx`, exported with or without the
   * head that predicts masked words, which takes ONNX Runtime.
   * @throws {DataError} when the model cannot be run
   */
  static async open(model: GivenPath, tokenizer: RobertaTokenizer, threads: number): Promise<RobertaEncoder> {
    const path = await findFile(model, ['model.safetensors', 'model.onnx']);
    const file = basename(path);
    try {
      const opened =
        file === 'model.onnx'
          ? await ExportedModel.open(path, model.name, threads)
          : await openWeights(path, threads);
      const { begin, end } = tokenizer;
      const width = (await opened.hiddenStates([[begin, end]])).length / 2;
      return new RobertaEncoder(opened, width, tokenizer);
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(
        `${model.name}: ${file} cannot be run (${(cause as Error).message}): fetch it again`,
        { cause },
      );
    }
  }

  /**
   * The last hidden state of every token of sequences that are all of one length, so that none needs padding.
   * @param sequences token numbers without `<s>` and `</s>`, which are put around and whose states are dropped
   * @returns [sequences, tokens, width]
   */
  async embed(sequences: readonly (readonly number[])[]): Promise<Float64Array> {
    const { begin, end } = this.#tokenizer;
    const states = await this.#model.hiddenStates(sequences.map((sequence) => [begin, ...sequence, end]));
    const tokens = sequences[0]!.length;
    const kept = new Float64Array(sequences.length * tokens * this.width);
    for (let index = 0; index < sequences.length; index++) {
      const start = (index * (tokens + 2) + 1) * this.width;
      kept.set(states.subarray(start, start + tokens * this.width), index * tokens * this.width);
    }
    return kept;
  }

  async close(): Promise<void> {
    await this.#model.close();
  }
}

async function openWeights(path: string, threads: number): Promise<Model> {
  using weights = TensorFile.open(path);
  const network = readNetwork(weights);
  const ops = await openBlas({ threads });
  return {
    hiddenStates: async (sequences) => (await hiddenStates(ops, network, sequences)).data,
    close: () => Promise.resolve(),
  };
}
