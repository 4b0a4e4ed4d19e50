import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNetwork } from '../../../../src/datasets/roberta/read-network.ts';
import { TensorFile, writeTensors } from '../../../../src/tensors/safetensors/safetensors.ts';
import { PublishedRoberta } from '../../../published-roberta.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('readNetwork', () => {
  it('reads sizes and as many layers as there are', () => {
    const folder = temporaryFolder();
    new PublishedRoberta(30, 2, 3).write(folder);
    using weights = TensorFile.open(join(folder, 'model.safetensors'));
    const network = readNetwork(weights);
    expect(network).toMatchObject({ width: 128, vocabulary: 30, positions: 40 });
    expect(network.layers).toHaveLength(3);
    expect(network.layers[2]!.intermediate).toMatchObject({ inputs: 128, outputs: 384 });
    expect(network.layers[2]!.output.weight).toEqual(
      weights.read('roberta.encoder.layer.2.output.dense.weight', 'F32'),
    );
  });

  it('refuses weights of another kind', () => {
    const path = join(temporaryFolder(), 'model.safetensors');
    writeTensors(path, { x: { shape: [1], values: Float32Array.of(1) } });
    using other = TensorFile.open(path);
    expect(() => readNetwork(other)).toThrow(
      `${path} has no tensor roberta.embeddings.word_embeddings.weight, expected the weights of RoBERTa with a width that is a multiple of 64`,
    );
    const narrow = { shape: [2, 10], values: new Float32Array(20) };
    writeTensors(path, { 'roberta.embeddings.word_embeddings.weight': narrow });
    using short = TensorFile.open(path);
    expect(() => readNetwork(short)).toThrow(
      `${path} has a width of 10, expected the weights of RoBERTa with a width that is a multiple of 64`,
    );
  });

  it('refuses a tensor of another shape', () => {
    const path = join(temporaryFolder(), 'model.safetensors');
    const words = { shape: [2, 64], values: new Float32Array(128) };
    const places = { shape: [4, 32], values: new Float32Array(128) };
    writeTensors(path, {
      'roberta.embeddings.word_embeddings.weight': words,
      'roberta.embeddings.position_embeddings.weight': places,
    });
    using weights = TensorFile.open(path);
    expect(() => readNetwork(weights)).toThrow(
      `${path}: tensor roberta.embeddings.position_embeddings.weight has the shape [4, 32], expected [4, 64] in a model of width 64`,
    );
  });
});
