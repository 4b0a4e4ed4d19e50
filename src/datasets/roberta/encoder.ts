import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { DataError } from '../data-error.ts';
import { TensorFile } from '../../tensors/safetensors.ts';
import { findFile, type GivenPath } from '../find-file.ts';
import { buildModel } from './build-model.ts';
import { addOutput, readGraph } from './onnx-graph.ts';
import type { RobertaTokenizer } from './read-tokenizer.ts';

const HIDDEN_STATE = 'last_hidden_state';

/** Positions 0 and 1 stand for padding (fairseq counts from the padding's token number on). */
const FIRST_POSITION = 2;

const knownInputs = ['input_ids', 'attention_mask', 'position_ids'];

/** RoBERTa in float32 on ONNX Runtime, up to its last hidden state. */
export class RobertaEncoder {
  readonly #session: InferenceSession;
  readonly #hiddenState: string;
  readonly #tokenizer: Pick<RobertaTokenizer, 'begin' | 'end'>;
  #width = 0;

  private constructor(session: InferenceSession, hiddenState: string, tokenizer: RobertaTokenizer) {
    this.#session = session;
    this.#hiddenState = hiddenState;
    this.#tokenizer = tokenizer;
  }

  /**
   * Opens the model of a folder: the published weights `model.safetensors`, or `model.onnx`, exported with or without the
   * head that predicts masked words.
   */
  static async open(model: GivenPath, tokenizer: RobertaTokenizer, threads: number): Promise<RobertaEncoder> {
    const path = await findFile(model, ['model.safetensors', 'model.onnx']);
    const file = basename(path);
    try {
      const { bytes, output } =
        file === 'model.onnx' ? exposeHiddenState(await readFile(path), model.name) : build(path);
      const session = await InferenceSession.create(bytes, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
      });
      checkInputs(session.inputNames, model.name);
      const encoder = new RobertaEncoder(session, output, tokenizer);
      encoder.#width = (await encoder.#run([[]])).dims[2]!;
      return encoder;
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(
        `${model.name}: ${file} cannot be run (${(cause as Error).message}): fetch it again`,
        { cause },
      );
    }
  }

  /** Size of the hidden state of one token. */
  get width(): number {
    return this.#width;
  }

  /**
   * The last hidden state of every token of sequences that are all of one length, so that none needs padding.
   * @param sequences token numbers without `<s>` and `</s>`, which are put around and whose states are dropped
   * @returns [sequences, tokens, width]
   */
  async embed(sequences: readonly (readonly number[])[]): Promise<Float32Array> {
    const { data } = await this.#run(sequences);
    const states = data as Float32Array;
    const tokens = sequences[0]!.length;
    const kept = new Float32Array(sequences.length * tokens * this.#width);
    for (let index = 0; index < sequences.length; index++) {
      const start = (index * (tokens + 2) + 1) * this.#width;
      kept.set(states.subarray(start, start + tokens * this.#width), index * tokens * this.#width);
    }
    return kept;
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  async #run(sequences: readonly (readonly number[])[]): Promise<Tensor> {
    const { begin, end } = this.#tokenizer;
    const shape = [sequences.length, sequences[0]!.length + 2];
    const ids = sequences.flatMap((sequence) => [begin, ...sequence, end].map(BigInt));
    const values = {
      input_ids: ids,
      attention_mask: ids.map(() => 1n),
      position_ids: sequences.flatMap((sequence) =>
        Array.from({ length: sequence.length + 2 }, (_, i) => BigInt(FIRST_POSITION + i)),
      ),
    };
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames as (keyof typeof values)[])
      feeds[name] = new Tensor('int64', BigInt64Array.from(values[name]), shape);
    return (await this.#session.run(feeds, [this.#hiddenState]))[this.#hiddenState]!;
  }
}

/** A model exported with its masked-word head gives logits only: what enters the head is made an output. */
function exposeHiddenState(model: Uint8Array, name: string): { bytes: Uint8Array; output: string } {
  const { nodes, outputs } = readGraph(model);
  if (outputs.includes(HIDDEN_STATE)) return { bytes: model, output: HIDDEN_STATE };
  const head = nodes.find((node) => /(^|\/)lm_head\/dense\/MatMul/.test(node.name));
  if (head === undefined) {
    throw new DataError(
      `${name}: model.onnx gives ${outputs.join(', ') || 'nothing'}, expected ${HIDDEN_STATE}, or the logits of a head named lm_head: ` +
        'export RoBERTa for feature extraction or for masked words',
    );
  }
  return { bytes: addOutput(model, head.inputs[0]!), output: head.inputs[0]! };
}

function build(path: string): { bytes: Uint8Array; output: string } {
  using weights = TensorFile.open(path);
  return { bytes: buildModel(weights), output: HIDDEN_STATE };
}

function checkInputs(names: readonly string[], model: string): void {
  if (names.includes('input_ids') && names.every((name) => knownInputs.includes(name))) return;
  throw new DataError(
    `${model}: model.onnx takes ${names.join(', ')}, expected input_ids, attention_mask and position_ids at most`,
  );
}
