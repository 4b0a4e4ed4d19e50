import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { onnxModel, type ModelNode, type ModelParts, type ModelValue } from './onnx-model.ts';

/** Which head the model was exported with. */
export type ExportKind = 'hidden state' | 'masked words';

const LONGEST = 600;

/**
 * A model shaped like RoBERTa, with random weights: token and position embeddings, one layer of self-attention that the
 * mask acts on, a dense layer, a residual connection.
 */
export class TinyRoberta {
  readonly vocabulary: number;
  readonly width: number;
  readonly #tokens: Float32Array;
  readonly #positions: Float32Array;
  readonly #dense: Float32Array;

  constructor(vocabulary: number, width: number) {
    this.vocabulary = vocabulary;
    this.width = width;
    const generator = xoroshiro128plus(7);
    const random = (size: number): Float32Array =>
      Float32Array.from({ length: size }, () => 2 * uniformFloat32(generator) - 1);
    this.#tokens = random(vocabulary * width);
    this.#positions = random(LONGEST * width);
    this.#dense = random(width * width);
  }

  /** Writes `onnx/model.onnx` into the folder. */
  write(folder: string, kind: ExportKind): void {
    mkdirSync(join(folder, 'onnx'), { recursive: true });
    writeFileSync(join(folder, 'onnx', 'model.onnx'), onnxModel(this.#parts(kind)));
  }

  /** The hidden states of one sequence, `<s>` and `</s>` included, in float64: [tokens][width]. */
  hiddenStates(ids: readonly number[]): number[][] {
    const states = ids.map((id, place) =>
      Array.from(
        { length: this.width },
        (_, k) => this.#tokens[id * this.width + k]! + this.#positions[(place + 2) * this.width + k]!,
      ),
    );
    return states.map((state) => {
      const scores = states.map((other) =>
        Math.exp(state.reduce((sum, value, k) => sum + value * other[k]!, 0)),
      );
      const total = scores.reduce((sum, score) => sum + score);
      const attended = state.map((_, k) =>
        states.reduce((sum, other, j) => sum + (scores[j]! / total) * other[k]!, 0),
      );
      return state.map(
        (value, k) =>
          value + attended.reduce((sum, entry, j) => sum + entry * this.#dense[j * this.width + k]!, 0),
      );
    });
  }

  #parts(kind: ExportKind): ModelParts {
    const { width } = this;
    const hidden =
      kind === 'hidden state'
        ? 'last_hidden_state'
        : '/roberta/encoder/layer.11/output/LayerNorm/Add_1_output_0';
    const node = (
      operator: string,
      inputs: string[],
      output: string,
      attributes?: ModelNode['attributes'],
    ): ModelNode => ({
      operator,
      inputs,
      outputs: [output],
      ...(attributes && { attributes }),
    });
    const nodes = [
      node('CumSum', ['attention_mask', 'axis'], 'count'),
      node('Mul', ['count', 'attention_mask'], 'masked count'),
      node('Add', ['masked count', 'padding'], 'position'),
      node('Gather', ['positions', 'position'], 'position state'),
      node('Gather', ['tokens', 'input_ids'], 'token state'),
      node('Add', ['token state', 'position state'], 'state'),
      node('Transpose', ['state'], 'state transposed', { perm: [0, 2, 1] }),
      node('MatMul', ['state', 'state transposed'], 'scores'),
      node('Cast', ['attention_mask'], 'mask', { to: 1 }),
      node('Sub', ['mask', 'one'], 'absent'),
      node('Mul', ['absent', 'much'], 'penalty'),
      node('Unsqueeze', ['penalty', 'axis'], 'penalties'),
      node('Add', ['scores', 'penalties'], 'masked scores'),
      node('Softmax', ['masked scores'], 'attention', { axis: 2 }),
      node('MatMul', ['attention', 'state'], 'attended'),
      node('MatMul', ['attended', 'dense'], 'dense state'),
      node('Add', ['dense state', 'state'], hidden),
    ];
    const output = {
      name: hidden,
      type: 'float32' as const,
      shape: ['batch_size', 'sequence_length', width],
    };
    if (kind === 'masked words') {
      nodes.push({ ...node('MatMul', [hidden, 'dense'], 'head'), name: '/lm_head/dense/MatMul' });
      nodes.push({ ...node('Identity', ['head'], 'logits'), name: '/lm_head/decoder/MatMul' });
      output.name = 'logits';
    }
    const ids: Omit<ModelValue, 'name'> = { type: 'int64', shape: ['batch_size', 'sequence_length'] };
    return {
      nodes,
      inputs: [
        { name: 'input_ids', ...ids },
        { name: 'attention_mask', ...ids },
      ],
      outputs: [output],
      weights: [
        { name: 'tokens', shape: [this.vocabulary, width], values: this.#tokens },
        { name: 'positions', shape: [LONGEST, width], values: this.#positions },
        { name: 'dense', shape: [width, width], values: this.#dense },
        { name: 'one', shape: [], values: Float32Array.of(1) },
        { name: 'much', shape: [], values: Float32Array.of(10_000) },
        { name: 'axis', shape: [1], values: BigInt64Array.of(1n) },
        { name: 'padding', shape: [], values: BigInt64Array.of(1n) },
      ],
    };
  }
}
