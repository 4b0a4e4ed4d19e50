import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildModel } from '../../../../src/datasets/roberta/build-model.ts';
import { RobertaEncoder } from '../../../../src/datasets/roberta/encoder.ts';
import { TensorFile, writeTensors } from '../../../../src/tensors/safetensors.ts';
import { PublishedRoberta } from '../../../published-roberta.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const tokenizer = { encode: () => [], begin: 0, end: 2 };

describe('buildModel', () => {
  it('makes of published weights a model that gives what plain loops in float64 give', async () => {
    const path = temporaryFolder();
    const published = new PublishedRoberta(30, 2, 2);
    published.write(path);
    const encoder = await RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
    onTestFinished(() => encoder.close());
    expect(encoder.width).toBe(128);
    const sequences = [
      [5, 9, 11, 29],
      [7, 7, 19, 3],
    ];
    const states = await encoder.embed(sequences);
    const expected = sequences.flatMap((ids) => published.hiddenStates([0, ...ids, 2]).slice(1, -1)).flat();
    expect(states).toHaveLength(expected.length);
    // float32 against float64, values of order 1
    const differences = expected.map((value, index) => Math.abs(value - states[index]!));
    expect(Math.max(...differences)).toBeLessThan(2e-5);
  });

  it('prefers the weights to an exported model in the same folder', async () => {
    const path = temporaryFolder();
    new PublishedRoberta(30, 1, 1).write(path);
    writeFileSync(join(path, 'model.onnx'), 'not read');
    const encoder = await RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
    onTestFinished(() => encoder.close());
    expect(encoder.width).toBe(64);
  });

  it('refuses weights of another kind', () => {
    const path = join(temporaryFolder(), 'model.safetensors');
    writeTensors(path, { x: { shape: [1], values: Float32Array.of(1) } });
    using other = TensorFile.open(path);
    expect(() => buildModel(other)).toThrow(
      `${path} has no tensor roberta.embeddings.word_embeddings.weight, expected the weights of RoBERTa with a width that is a multiple of 64`,
    );
    const narrow = { shape: [2, 10], values: new Float32Array(20) };
    writeTensors(path, { 'roberta.embeddings.word_embeddings.weight': narrow });
    using short = TensorFile.open(path);
    expect(() => buildModel(short)).toThrow(
      `${path} has a width of 10, expected the weights of RoBERTa with a width that is a multiple of 64`,
    );
  });

  it('names a tensor that is missing', async () => {
    const path = temporaryFolder();
    new PublishedRoberta(30, 1, 1).write(path, 'roberta.encoder.layer.0.attention.self.key.bias');
    const opening = RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
    await expect(opening).rejects.toThrow(
      /^roberta: model\.safetensors cannot be run \(.*there is no tensor roberta\.encoder\.layer\.0\.attention\.self\.key\.bias; .*\): fetch it again$/,
    );
  });
});
