import { createCanvas, loadImage } from '@napi-rs/canvas';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleImages } from '../../../../../src/report/page/sections/example-images.ts';
import { TensorFile } from '../../../../../src/tensors/safetensors/safetensors.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('example images', () => {
  using sample = sampleReport();
  const dice = sample.inputs.datasets.find(({ description }) => description.name === 'dice')!;

  it('are the first four of each class, pixel by pixel those of the dataset', async () => {
    using own = sampleReport();
    const dataset = own.inputs.datasets.find(({ description }) => description.name === 'dice')!;
    const sources = [...exampleImages(dataset)!.text.matchAll(/src="([^"]+)"/g)].map(([, source]) => source!);
    expect(sources.length).toBe(24);
    // Labels go round: the second image of the first class is row 6.
    const image = await loadImage(Buffer.from(sources[1]!.split(',')[1]!, 'base64'));
    const context = createCanvas(32, 32).getContext('2d');
    context.drawImage(image, 0, 0);
    const drawn = context.getImageData(0, 0, 32, 32).data.filter((_, index) => index % 4 === 0);
    using file = TensorFile.open(join(dataset.folder, 'dataset.safetensors'));
    expect([...drawn]).toEqual([...file.readRows('train.inputs', 'U8', 6, 1)]);
  });

  it('are none where only the description of a dataset was kept', () => {
    expect(exampleImages({ ...dice, folder: join(dice.folder, '..') })).toBeUndefined();
  });

  it('are none for a dataset that is not of grey images', () => {
    const description = { ...dice.description, encoding: { type: 'float64' as const } };
    expect(exampleImages({ ...dice, description })).toBeUndefined();
  });
});
