import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateDice, type DiceSettings } from '../../../../src/datasets/dice/generate.ts';
import { TensorFile } from '../../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const usual = { seed: 1, channels: 3, inputs: 'black-on-white' } as const;

async function generate(settings: Partial<DiceSettings> & { imagesPerClass: number }): Promise<string> {
  const folder = temporaryFolder();
  await generateDice(folder, { ...usual, ...settings }, () => undefined);
  return folder;
}

const bytesOf = (folder: string): string => readFileSync(join(folder, 'dataset.safetensors'), 'base64');

describe('generateDice', () => {
  it('writes the same bytes for the same seed, others for another', async () => {
    const [first, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => generate({ seed, imagesPerClass: 8 })),
    );
    expect(bytesOf(first!)).toBe(bytesOf(again!));
    expect(bytesOf(first!)).not.toBe(bytesOf(other!));
  });

  it('splits every class evenly into training and test images', async () => {
    const folder = temporaryFolder();
    const description = await generateDice(folder, { ...usual, imagesPerClass: 8 }, () => undefined);
    expect(description.inputShape).toEqual([3, 32, 32]);
    expect(description.train.samplesPerClass).toEqual([4, 4, 4, 4, 4, 4]);
    expect(description.test?.samplesPerClass).toEqual([4, 4, 4, 4, 4, 4]);
  });

  it('begins a larger dataset with the images of a smaller one', async () => {
    const few = await generate({ imagesPerClass: 4 });
    const many = await generate({ imagesPerClass: 8 });
    using a = TensorFile.open(join(few, 'dataset.safetensors'));
    using b = TensorFile.open(join(many, 'dataset.safetensors'));
    for (const tensor of ['train.inputs', 'test.inputs'])
      expect(b.readRows(tensor, 'U8', 0, 12)).toEqual(a.read(tensor, 'U8'));
  });

  it('has images of about the squared norm that black on white gives, and can do with one channel', async () => {
    const folder = temporaryFolder();
    const { train, inputShape } = await generateDice(
      folder,
      { ...usual, imagesPerClass: 100, channels: 1 },
      () => undefined,
    );
    expect(inputShape).toEqual([1, 32, 32]);
    expect(Math.abs(train.meanSquaredNorm - 2961 / 3)).toBeLessThan(10);
  });

  it('draws the negatives on a black background', async () => {
    const [white, black] = await Promise.all([
      generate({ imagesPerClass: 4 }),
      generate({ imagesPerClass: 4, inputs: { negatives: 1 } }),
    ]);
    using a = TensorFile.open(join(white, 'dataset.safetensors'));
    using b = TensorFile.open(join(black, 'dataset.safetensors'));
    const gray = a.read('train.inputs', 'U8');
    expect(b.read('train.inputs', 'U8')).toEqual(gray.map((value) => 255 - value));
  });

  it.each(['standardized', 'standardized-by-pixel'] as const)(
    'gives %s training inputs of mean 0',
    async (inputs) => {
      const folder = temporaryFolder();
      const settings = { ...usual, inputs, imagesPerClass: 40 };
      const { train, encoding } = await generateDice(folder, settings, () => undefined);
      expect(encoding).toEqual({ type: 'float64' });
      expect(Math.abs(train.meanInput)).toBeLessThan(1e-12);
      // Of 3,072 columns of variance 1, less the pixels that are white in all images.
      expect(train.meanSquaredNorm).toBeLessThan(3072 + 1e-6);
      expect(train.meanSquaredNorm).toBeGreaterThan(2000);
      using file = TensorFile.open(join(folder, 'dataset.safetensors'));
      const first = file.readRows('train.inputs', 'F64', 0, 1);
      expect(first).toHaveLength(3072);
      expect(first.subarray(1024, 2048)).toEqual(first.subarray(0, 1024));
    },
  );

  it('reports progress and stops when the listener throws', async () => {
    const stop = new Error('stop');
    const generation = generateDice(temporaryFolder(), { ...usual, imagesPerClass: 400 }, (fraction) => {
      if (fraction > 0) throw stop;
    });
    await expect(generation).rejects.toBe(stop);
  });
});
