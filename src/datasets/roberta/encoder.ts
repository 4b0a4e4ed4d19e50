import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { DataError } from '../data-error.ts';
import { findFile, type GivenPath } from '../find-file.ts';
import { addOutput, readGraph } from './onnx-graph.ts';
import type { RobertaTokenizer } from './read-tokenizer.ts';

const HIDDEN_STATE = 'last_hidden_state';

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

  /** Opens `model.onnx` of a model folder, exported with or without the head that predicts masked words. */
  static async open(model: GivenPath, tokenizer: RobertaTokenizer, threads: number): Promise<RobertaEncoder> {
    const path = await findFile(model, ['model.onnx']);
    try {
      const { bytes, output } = exposeHiddenState(await readFile(path), model.name);
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
        `${model.name}: model.onnx cannot be run (${(cause as Error).message}): fetch it again`,
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
    const feeds = {
      input_ids: new Tensor('int64', BigInt64Array.from(ids), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    };
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

function checkInputs(names: readonly string[], model: string): void {
  if ([...names].sort().join() === 'attention_mask,input_ids') return;
  throw new DataError(
    `${model}: model.onnx takes ${names.join(', ')}, expected input_ids and attention_mask`,
  );
}
