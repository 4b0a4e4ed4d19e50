import type { TensorFile } from '../../tensors/safetensors/safetensors.ts';
import { DataError } from '../data-error.ts';

/** Size of an attention head, the same in all RoBERTa models. */
export const headWidth = 64;

const WORDS = 'roberta.embeddings.word_embeddings.weight';

/** s ↦ s Wᵀ + b. */
export interface Dense {
  inputs: number;
  outputs: number;
  /** W, [outputs, inputs]. */
  weight: Float32Array;
  bias: Float32Array;
}

/** Layer normalisation: (s − mean) / √(variance + ε) ∘ scale + shift. */
export interface Normalization {
  scale: Float32Array;
  shift: Float32Array;
}

/** One layer of the encoder. */
export interface EncoderLayer {
  query: Dense;
  key: Dense;
  value: Dense;
  attended: Dense;
  attendedNorm: Normalization;
  intermediate: Dense;
  output: Dense;
  outputNorm: Normalization;
}

/** The weights of RoBERTa up to its last hidden state, in the float32 of the published file. */
export interface RobertaNetwork {
  width: number;
  vocabulary: number;
  positions: number;
  /** [vocabulary, width]. */
  words: Float32Array;
  /** [positions, width]. */
  places: Float32Array;
  /** The only type of tokens that RoBERTa knows: a row that is added to all. */
  type: Float32Array;
  norm: Normalization;
  layers: EncoderLayer[];
}

/**
 * Reads the published weights of RoBERTa (`model.safetensors`), as many layers as there are.
 * @throws {DataError} when they are those of another model
 * @throws {TensorFileError} when a tensor is missing
 */
export function readNetwork(weights: TensorFile): RobertaNetwork {
  const shapeOf = (name: string): readonly number[] => weights.tensors.get(name)?.shape ?? [];
  const [vocabulary, width] = shapeOf(WORDS);
  if (vocabulary === undefined || width === undefined || width % headWidth !== 0) {
    throw new DataError(
      `${weights.path} has ${width === undefined ? `no tensor ${WORDS}` : `a width of ${width}`}, expected the weights of RoBERTa ` +
        `with a width that is a multiple of ${headWidth}`,
    );
  }
  const read = (name: string, ...shape: number[]): Float32Array => {
    const values = numbersOf(weights, name);
    const found = shapeOf(name);
    if (found.join() === shape.join()) return values;
    throw new DataError(
      `${weights.path}: tensor ${name} has the shape [${found.join(', ')}], expected [${shape.join(', ')}] in a model of width ${width}`,
    );
  };
  const dense = (name: string, inputs: number, outputs: number): Dense => ({
    inputs,
    outputs,
    weight: read(`${name}.weight`, outputs, inputs),
    bias: read(`${name}.bias`, outputs),
  });
  const norm = (name: string): Normalization => ({
    scale: read(`${name}.weight`, width),
    shift: read(`${name}.bias`, width),
  });
  const layer = (prefix: string): EncoderLayer => {
    const [wide = width] = shapeOf(`${prefix}.intermediate.dense.weight`);
    return {
      query: dense(`${prefix}.attention.self.query`, width, width),
      key: dense(`${prefix}.attention.self.key`, width, width),
      value: dense(`${prefix}.attention.self.value`, width, width),
      attended: dense(`${prefix}.attention.output.dense`, width, width),
      attendedNorm: norm(`${prefix}.attention.output.LayerNorm`),
      intermediate: dense(`${prefix}.intermediate.dense`, width, wide),
      output: dense(`${prefix}.output.dense`, wide, width),
      outputNorm: norm(`${prefix}.output.LayerNorm`),
    };
  };
  const places = 'roberta.embeddings.position_embeddings.weight';
  const [positions = 0] = shapeOf(places);
  const layers = [...weights.tensors.keys()].filter((name) =>
    /^roberta\.encoder\.layer\.\d+\.output\.dense\.weight$/.test(name),
  );
  return {
    width,
    vocabulary,
    positions,
    words: read(WORDS, vocabulary, width),
    places: read(places, positions, width),
    type: read('roberta.embeddings.token_type_embeddings.weight', 1, width),
    norm: norm('roberta.embeddings.LayerNorm'),
    layers: layers.map((_, index) => layer(`roberta.encoder.layer.${index}`)),
  };
}

/** Float32, which holds weights stored in half precision exactly. */
function numbersOf(weights: TensorFile, name: string): Float32Array {
  const type = weights.tensors.get(name)?.type;
  return type === 'F16' || type === 'BF16'
    ? Float32Array.from(weights.readNumbers(name) as Float64Array)
    : weights.read(name, 'F32');
}
