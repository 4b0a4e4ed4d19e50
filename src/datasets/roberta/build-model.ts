import type { TensorFile } from '../../tensors/safetensors.ts';
import { DataError } from '../data-error.ts';
import { onnxModel, type ModelNode, type ModelParts } from './onnx-model.ts';

/** Size of an attention head, the same in all RoBERTa models. */
const HEAD_WIDTH = 64;
/** `layer_norm_eps` in the configuration of roberta-base and roberta-large. */
const EPSILON = 1e-5;

const WORDS = 'roberta.embeddings.word_embeddings.weight';

/**
 * Builds an ONNX model from the published weights of RoBERTa (`model.safetensors`): `input_ids` and `position_ids`
 * [batch, tokens] to `last_hidden_state` [batch, tokens, width]. Sequences of a batch are of one length, so there is no
 * mask. The encoder is that of Devlin et al. 2019 and Liu et al. 2019: embeddings, then multi-head attention and a
 * feed-forward network with GELU, each followed by a residual sum and layer normalisation, as often as there are weights.
 */
export function buildModel(weights: TensorFile): Uint8Array {
  const [, width] = weights.tensors.get(WORDS)?.shape ?? [];
  if (width === undefined || width % HEAD_WIDTH !== 0) {
    throw new DataError(
      `${weights.path} has ${width === undefined ? `no tensor ${WORDS}` : `a width of ${width}`}, expected the weights of RoBERTa ` +
        `with a width that is a multiple of ${HEAD_WIDTH}`,
    );
  }
  return new ModelBuilder(weights, width).build();
}

class ModelBuilder {
  readonly #source: TensorFile;
  readonly #width: number;
  readonly #heads: number;
  readonly #nodes: ModelNode[] = [];
  readonly #weights: ModelParts['weights'] = [];

  constructor(source: TensorFile, width: number) {
    this.#source = source;
    this.#width = width;
    this.#heads = width / HEAD_WIDTH;
  }

  build(): Uint8Array {
    this.#integers('head sizes', [this.#heads, HEAD_WIDTH]);
    this.#integers('width', [this.#width]);
    this.#integers('rows', [-1, this.#width]);
    this.#numbers('attention scale', 1 / Math.sqrt(HEAD_WIDTH));
    this.#numbers('half', 0.5);
    this.#numbers('one', 1);
    this.#numbers('root of half', Math.SQRT1_2);
    const sizes = this.#add('Shape', ['input_ids']);
    const split = this.#add('Concat', [sizes, 'head sizes'], { axis: 0 });
    let state = this.#embeddings();
    const layers = [...this.#source.tensors.keys()].filter((name) =>
      /^roberta\.encoder\.layer\.\d+\.output\.dense\.weight$/.test(name),
    );
    for (let layer = 0; layer < layers.length; layer++)
      state = this.#layer(`roberta.encoder.layer.${layer}`, state, split);
    const whole = this.#add('Concat', [sizes, 'width'], { axis: 0 });
    this.#nodes.push({ operator: 'Reshape', inputs: [state, whole], outputs: ['last_hidden_state'] });
    const ids = { type: 'int64', shape: ['batch', 'tokens'] } as const;
    return onnxModel({
      nodes: this.#nodes,
      weights: this.#weights,
      inputs: [
        { name: 'input_ids', ...ids, shape: [...ids.shape] },
        { name: 'position_ids', ...ids, shape: [...ids.shape] },
      ],
      outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['batch', 'tokens', this.#width] }],
    });
  }

  #embeddings(): string {
    const words = this.#add('Gather', [this.#load(WORDS), 'input_ids']);
    const positions = this.#add('Gather', [
      this.#load('roberta.embeddings.position_embeddings.weight'),
      'position_ids',
    ]);
    // RoBERTa knows one type of token only; its embedding is a row that is added to all.
    const placed = this.#add('Add', [words, positions]);
    const typed = this.#add('Add', [placed, this.#load('roberta.embeddings.token_type_embeddings.weight')]);
    return this.#normalize('roberta.embeddings.LayerNorm', this.#add('Reshape', [typed, 'rows']));
  }

  #layer(prefix: string, state: string, split: string): string {
    const heads = (part: string, order: number[]): string => {
      const projected = this.#dense(`${prefix}.attention.self.${part}`, state);
      return this.#add('Transpose', [this.#add('Reshape', [projected, split])], { perm: order });
    };
    const scores = this.#add('MatMul', [heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1])]);
    const attention = this.#add('Softmax', [this.#add('Mul', [scores, 'attention scale'])], { axis: 3 });
    const context = this.#add('MatMul', [attention, heads('value', [0, 2, 1, 3])]);
    const merged = this.#add('Reshape', [this.#add('Transpose', [context], { perm: [0, 2, 1, 3] }), 'rows']);
    const attended = this.#add('Add', [this.#dense(`${prefix}.attention.output.dense`, merged), state]);
    const middle = this.#normalize(`${prefix}.attention.output.LayerNorm`, attended);
    const wide = this.#gelu(this.#dense(`${prefix}.intermediate.dense`, middle));
    const output = this.#add('Add', [this.#dense(`${prefix}.output.dense`, wide), middle]);
    return this.#normalize(`${prefix}.output.LayerNorm`, output);
  }

  /** GELU(s) = s · ½ (1 + erf(s/√2)). */
  #gelu(state: string): string {
    const error = this.#add('Erf', [this.#add('Mul', [state, 'root of half'])]);
    const share = this.#add('Add', [error, 'one']);
    return this.#add('Mul', [this.#add('Mul', [state, share]), 'half']);
  }

  /** s Wᵀ + b. */
  #dense(prefix: string, state: string): string {
    return this.#add('Gemm', [state, this.#load(`${prefix}.weight`), this.#load(`${prefix}.bias`)], {
      transB: 1,
    });
  }

  #normalize(prefix: string, state: string): string {
    const inputs = [state, this.#load(`${prefix}.weight`), this.#load(`${prefix}.bias`)];
    return this.#add('LayerNormalization', inputs, { axis: 1, epsilon: { float: EPSILON } });
  }

  #add(operator: string, inputs: string[], attributes?: ModelNode['attributes']): string {
    const output = `value ${this.#nodes.length}`;
    this.#nodes.push({ operator, inputs, outputs: [output], ...(attributes && { attributes }) });
    return output;
  }

  #load(name: string): string {
    const shape = this.#source.tensors.get(name)?.shape ?? [];
    this.#weights.push({ name, shape, values: this.#source.read(name, 'F32') });
    return name;
  }

  #integers(name: string, values: number[]): void {
    this.#weights.push({ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });
  }

  #numbers(name: string, value: number): void {
    this.#weights.push({ name, shape: [], values: Float32Array.of(value) });
  }
}
