import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RobertaEncoder } from '../../../../src/datasets/roberta/encoder.ts';
import { PublishedRoberta } from '../../../published-roberta.ts';
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
