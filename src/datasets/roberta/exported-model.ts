import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { installRuntime, loadRuntime, type OnnxRuntime } from '../onnx/load-runtime.ts';
import { DataError } from '../data-error.ts';
import { firstPosition } from './hidden-states.ts';
import { addOutput, readGraph } from './onnx-graph.ts';

const HIDDEN_STATE = 'last_hidden_state';
const knownInputs = ['input_ids', 'attention_mask', 'position_ids'];

/** A RoBERTa that was exported to `model.onnx`, with or without the head that predicts masked words, on ONNX Runtime. */
export class ExportedModel {
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #hiddenState: string;

  private constructor(runtime: OnnxRuntime, session: InferenceSession, hiddenState: string) {
    this.#runtime = runtime;
    this.#session = session;
    this.#hiddenState = hiddenState;
  }

  /**
   * @param path the file
   * @param name how errors call the model
   * @param threads of ONNX Runtime
   * @throws {DataError} when ONNX Runtime is not installed, or the model is of another kind
   */
  static async open(path: string, name: string, threads: number): Promise<ExportedModel> {
    const runtime = loadRuntime();
    if (runtime === undefined) {
      throw new DataError(
        `${name}: model.onnx runs on ONNX Runtime, which is not installed: "${installRuntime}" installs it; ` +
          'the published weights, model.safetensors, need nothing',
      );
    }
    const { bytes, output } = exposeHiddenState(await readFile(path), name);
    const session = await runtime.InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
    checkInputs(session.inputNames, name);
    return new ExportedModel(runtime, session, output);
  }

  /**
   * The last hidden states.
   * @param sequences token numbers, `<s>` and `</s>` included, all of one length
   * @returns [sequences · tokens, width]
   */
  async hiddenStates(sequences: readonly (readonly number[])[]): Promise<Float32Array> {
    const shape = [sequences.length, sequences[0]!.length];
    const values = {
      input_ids: sequences.flatMap((sequence) => sequence.map(BigInt)),
      attention_mask: sequences.flatMap((sequence) => sequence.map(() => 1n)),
      position_ids: sequences.flatMap((sequence) => sequence.map((_, i) => BigInt(firstPosition + i))),
    };
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames as (keyof typeof values)[])
      feeds[name] = new this.#runtime.Tensor('int64', BigInt64Array.from(values[name]), shape);
    const { [this.#hiddenState]: states } = await this.#session.run(feeds, [this.#hiddenState]);
    return states!.data as Float32Array;
  }

  async close(): Promise<void> {
    await this.#session.release();
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
  if (names.includes('input_ids') && names.every((name) => knownInputs.includes(name))) return;
  throw new DataError(
    `${model}: model.onnx takes ${names.join(', ')}, expected input_ids, attention_mask and position_ids at most`,
  );
}
