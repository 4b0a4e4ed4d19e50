import { errorFunction } from 'simple-statistics';
import { matrix, zeros, type Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { attend } from './attend.ts';
import type { Dense, EncoderLayer, Normalization, RobertaNetwork } from './read-network.ts';

/** `layer_norm_eps` in the configuration of roberta-base and roberta-large. */
const EPSILON = 1e-5;

/** Positions 0 and 1 stand for padding (fairseq counts from the padding's token number on). */
export const firstPosition = 2;

/**
 * The last hidden states of sequences that are all of one length, so that there is no mask: embeddings, then multi-head
 * attention and a feed-forward network with GELU, each followed by a residual sum and layer normalisation.
 *
 * Source: Devlin et al., BERT, 2019; Liu et al., RoBERTa, 2019.
 * @param ops products in float64; the weights stay in float32 and are converted one matrix at a time
 * @param network the weights
 * @param sequences token numbers, `<s>` and `</s>` included
 * @returns [sequences · tokens, width], new memory
 * @throws {RangeError} when a token or a place is none of the model's
 */
export async function hiddenStates(
  ops: Ops,
  network: RobertaNetwork,
  sequences: readonly (readonly number[])[],
): Promise<Matrix> {
  const tokens = sequences[0]!.length;
  const state = embeddings(network, sequences);
  normalize(state, network.norm);
  for (const layer of network.layers) await encode(ops, layer, state, tokens);
  return state;
}

function embeddings(network: RobertaNetwork, sequences: readonly (readonly number[])[]): Matrix {
  const { width, vocabulary, positions, words, places, type } = network;
  const tokens = sequences[0]!.length;
  if (firstPosition + tokens > positions)
    throw new RangeError(`a sequence of ${tokens} tokens, expected at most ${positions - firstPosition}`);
  const state = zeros(sequences.length * tokens, width);
  let row = 0;
  for (const sequence of sequences)
    for (const [place, token] of sequence.entries()) {
      if (token >= vocabulary)
        throw new RangeError(`token number ${token} of the tokenizer, the model knows ${vocabulary}`);
      const [word, position] = [token * width, (firstPosition + place) * width];
      for (let k = 0; k < width; k++)
        state.data[row * width + k] = words[word + k]! + places[position + k]! + type[k]!;
      row++;
    }
  return state;
}

/** One layer, in place. */
async function encode(ops: Ops, layer: EncoderLayer, state: Matrix, tokens: number): Promise<void> {
  const [query, key, value] = [
    await apply(ops, layer.query, state),
    await apply(ops, layer.key, state),
    await apply(ops, layer.value, state),
  ];
  const attended = await apply(ops, layer.attended, attend(query, key, value, tokens));
  ops.axpy(1, attended.data, state.data);
  normalize(state, layer.attendedNorm);
  const wide = await apply(ops, layer.intermediate, state);
  gelu(wide.data);
  ops.axpy(1, (await apply(ops, layer.output, wide)).data, state.data);
  normalize(state, layer.outputNorm);
}

async function apply(ops: Ops, { inputs, outputs, weight, bias }: Dense, state: Matrix): Promise<Matrix> {
  const result = zeros(state.rows, outputs);
  ops.fillRows(result, Float64Array.from(bias));
  const exact = matrix(new Float64Array(weight), outputs, inputs);
  await ops.gemm(state, exact, result, { transposeB: true, beta: 1 });
  return result;
}

function normalize({ rows, columns, data }: Matrix, { scale, shift }: Normalization): void {
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    let sum = 0;
    for (const value of values) sum += value;
    const mean = sum / columns;
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    const factor = 1 / Math.sqrt(squares / columns + EPSILON);
    for (let k = 0; k < columns; k++) values[k] = (values[k]! - mean) * factor * scale[k]! + shift[k]!;
  }
}

/** s Φ(s) = s · ½ (1 + erf(s/√2)), in place; the error function is exact to 1e-7, about float32. */
function gelu(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const s = values[i]!;
    values[i] = 0.5 * s * (1 + errorFunction(s * Math.SQRT1_2));
  }
}
