import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RobertaEncoder } from '../../../../src/datasets/roberta/encoder.ts';
import { PublishedRoberta } from '../../../published-roberta.ts';
import { sample } from '../../../samples.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const tokenizer = { encode: () => [], begin: 0, end: 2 };

describe('RobertaEncoder', () => {
  it('gives with published weights what plain loops in float64 give, of the tokens between begin and end', async () => {
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
    // Both in float64, but for the error function; values of order 1.
    const differences = expected.map((value, index) => Math.abs(value - states[index]!));
    expect(Math.max(...differences)).toBeLessThan(2e-6);
  });

  it.each(['F16', 'BF16'] as const)('takes weights in %s for what they are', async (type) => {
    const path = temporaryFolder();
    const published = new PublishedRoberta(30, 1, 1);
    published.writeHalves(path, type);
    const encoder = await RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
    onTestFinished(() => encoder.close());
    const states = await encoder.embed([[5, 9, 11, 29]]);
    const expected = published.hiddenStates([0, 5, 9, 11, 29, 2]).slice(1, -1).flat();
    const differences = expected.map((value, index) => Math.abs(value - states[index]!));
    expect(Math.max(...differences)).toBeLessThan(2e-6);
  });

  const weights = sample('roberta/model.safetensors');

  it('gives with the real weights what the tests of transformers expect of roberta-base', async ({
    skip,
  }) => {
    skip(weights.missing !== undefined, weights.missing);
    const encoder = await RobertaEncoder.open({ path: dirname(weights.path), name: 'roberta' }, tokenizer, 2);
    onTestFinished(() => encoder.close());
    // test_inference_no_head of huggingface/transformers, tests/models/roberta/test_modeling_roberta.py, without <s>; four digits.
    const states = await encoder.embed([[31414, 232, 328, 740, 1140, 12695, 69, 46078, 1588]]);
    const expected = [
      [-0.1854, 0.054, -0.0175],
      [0.0548, 0.0799, 0.1687],
    ];
    for (const [token, entries] of expected.entries())
      for (const [k, value] of entries.entries())
        expect(Math.abs(states[768 * token + k]! - value)).toBeLessThan(1.5e-4);
  });

  it('gives the same for a sequence alone and in a batch', async () => {
    const path = temporaryFolder();
    new PublishedRoberta(30, 1, 1).write(path);
    const encoder = await RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
    onTestFinished(() => encoder.close());
    const batch = await encoder.embed([
      [5, 9],
      [3, 8],
    ]);
    const alone = await encoder.embed([[3, 8]]);
    for (const [index, value] of alone.entries()) expect(value).toBeCloseTo(batch[128 + index]!, 12);
    expect(await encoder.embed([[]])).toHaveLength(0);
  });

  it('prefers the weights to an exported model in the same folder', async () => {
    const path = temporaryFolder();
    new PublishedRoberta(30, 1, 1).write(path);
    writeFileSync(join(path, 'model.onnx'), 'not read');
    const encoder = await RobertaEncoder.open({ path, name: 'roberta' }, tokenizer, 1);
    onTestFinished(() => encoder.close());
    expect(encoder.width).toBe(64);
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
