import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import stage from '../../../stages/generate-dice.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('writes the dataset and says how large it is', async () => {
  const output = temporaryFolder();
  const { metrics, progress } = await runStage(stage, { params: { seed: 1, imagesPerClass: 4 }, output });
  expect(readdirSync(output).sort()).toEqual(stage.outputs);
  expect(metrics).toEqual({ trainSamples: 12, testSamples: 12, trainRank: 12 });
  expect(progress).toEqual([{ fraction: 0, message: '0 of 4 images a class' }]);
});

it('refuses an odd number of images a class', () => {
  const result = stage.params.safeParse({ seed: 1, imagesPerClass: 5 });
  expect(result.error?.issues.map((issue) => issue.message)).toEqual([
    'must be even: half of the images are for training, half for testing',
  ]);
});

it.each(['black-on-white', 'standardized', 'standardized-by-pixel', { negatives: 2.5 }])(
  'takes the inputs %o',
  (inputs) => {
    expect(stage.params.parse({ seed: 1, imagesPerClass: 4, inputs })).toMatchObject({ inputs });
  },
);

const expected =
  'black-on-white, standardized, standardized-by-pixel, or { negatives: FACTOR } with a factor > 0';
it.each([
  ['white', 'inputs', expected],
  [{}, 'inputs', expected],
  [{ negatives: 0 }, 'inputs.negatives', 'Too small: expected number to be >0'],
  [{ negatives: 2, channels: 1 }, 'inputs', 'Unrecognized key: "channels"'],
])('refuses the inputs %o', (inputs, path, message) => {
  const result = stage.params.safeParse({ seed: 1, imagesPerClass: 4, inputs });
  expect(result.error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
    [path, message],
  ]);
});

it('stops when it is told to', async () => {
  const signal = AbortSignal.abort(new Error('interrupted'));
  const run = runStage(stage, { params: { seed: 1, imagesPerClass: 4 }, output: temporaryFolder(), signal });
  await expect(run).rejects.toThrow('interrupted');
});
