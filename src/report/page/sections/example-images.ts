import { createCanvas } from '@napi-rs/canvas';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TensorFile } from '../../../tensors/safetensors/safetensors.ts';
import type { DatasetInput } from '../../data/inputs/inputs.ts';
import { html, type Html } from '../markup/html.ts';

const perClass = 4;

/** Figure 5: the first images of each class of a dataset of grey images, a column a class; none where only its description was kept. */
export function exampleImages({ description, folder }: DatasetInput): Html | undefined {
  const { encoding, inputShape, classes, title } = description;
  const [height, width] = inputShape.slice(-2);
  if (encoding.type !== 'uint8' || height === undefined || width === undefined) return undefined;
  const images = join(folder, 'dataset.safetensors');
  if (!existsSync(images)) return undefined;
  using file = TensorFile.open(images);
  const labels = file.read('train.labels', 'I32');
  const columns = classes.map((name, label) => {
    const rows: number[] = [];
    for (let row = 0; row < labels.length && rows.length < perClass; row++)
      if (labels[row] === label) rows.push(row);
    return {
      name,
      images: rows.map((row) => pngOf(file.readRows('train.inputs', 'U8', row, 1), width, height)),
    };
  });
  return html`<div class="examples">
    ${columns.map(
      ({ name, images }) =>
        html`<div>
          <span>${name}</span>
          ${images.map((source, index) => html`<img src="${source}" alt="${title}: example ${index + 1} of class ${name}" width="${width}" height="${height}" />`)}
        </div>`,
    )}
  </div>`;
}

function pngOf(grey: Uint8Array, width: number, height: number): string {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++)
    image.data.set([grey[pixel]!, grey[pixel]!, grey[pixel]!, 255], pixel * 4);
  context.putImageData(image, 0, 0);
  return `data:image/png;base64,${canvas.toBuffer('image/png').toString('base64')}`;
}
