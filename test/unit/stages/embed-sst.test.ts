import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSubset } from '../../../src/datasets/read-dataset.ts';
import stage from '../../../stages/embed-sst.ts';
import { PublishedRoberta } from '../../published-roberta.ts';
import { sample } from '../../samples.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { tinyTokenizer } from '../../tiny-tokenizer.ts';

const real = { tokenizer: sample('roberta/tokenizer.json'), trees: sample('sst/train.txt') };

describe('embed-sst', () => {
  it('embeds the phrases of trees with a model from a folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'train.txt'), '(3 (2 It) (4 shines))\n(0 (1 That) (0 bores))\n');
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer()));
    new PublishedRoberta(260, 1, 1).write(folder);
    mkdirSync(join(folder, 'out'));
    const output = join(folder, 'out');
    const given = { path: folder, name: 'given' };
    const params = { seeds: [0], largestSubset: 5 };
    const { metrics, progress } = await runStage(stage, {
      params,
      inputs: { trees: given, model: given },
      output,
    });
    expect(readdirSync(output).sort()).toEqual(stage.outputs);
    expect(metrics).toEqual({ phrases: 6, embedded: 5, width: 64 });
    expect(progress.at(-1)).toEqual({ fraction: 1, message: '5 of 5 phrases · 0 min left' });
  });

  it('embeds real phrases with the real tokenizer and a model of RoBERTa’s vocabulary', async ({ skip }) => {
    const missing = real.tokenizer.missing ?? real.trees.missing;
    skip(missing !== undefined, missing);
    const model = temporaryFolder();
    copyFileSync(real.tokenizer.path, join(model, 'tokenizer.json'));
    new PublishedRoberta(50_265, 1, 1).write(model);
    const inputs = {
      trees: { path: dirname(real.trees.path), name: 'sst' },
      model: { path: model, name: 'roberta' },
    };
    const output = temporaryFolder();
    const { metrics } = await runStage(stage, {
      params: { seeds: [0, 1], largestSubset: 60 },
      inputs,
      output,
    });
    expect(metrics).toEqual({ phrases: 159_274, embedded: 120, width: 64 });
    const { description, inputs: values, labels } = await readSubset(output, { size: 60, seed: 1 });
    expect(description.classes).toHaveLength(5);
    expect(values).toHaveLength(60 * 32 * 64);
    expect(new Set(labels).size).toBeGreaterThan(2);
  });
});
