import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareCifar10 } from '../../../../src/datasets/cifar10/prepare-cifar10.ts';
import { cifarArchive } from '../../../cifar-archive.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

async function download(): Promise<string> {
  const folder = temporaryFolder();
  const archive = await cifarArchive(20);
  writeFileSync(join(folder, 'cifar-10-binary.tar.gz'), archive);
  const file = { path: 'cifar-10-binary.tar.gz', sizeBytes: archive.length, sha256: 'f'.repeat(64) };
  writeFileSync(
    join(folder, 'download.json'),
    JSON.stringify({ format: 1, verified: [file], unverified: [] }),
  );
  return folder;
}

it('reports every file, and describes what it wrote', async () => {
  const fractions: number[] = [];
  const description = await prepareCifar10(
    await download(),
    temporaryFolder(),
    { standardize: 'none' },
    (fraction) => fractions.push(fraction),
  );
  expect(fractions).toEqual([1, 2, 3, 4, 5, 6].map((file) => file / 6));
  expect(description).toMatchObject({
    name: 'cifar-10',
    inputShape: [3, 32, 32],
    encoding: { type: 'uint8', scale: 1 / 255, channels: 1 },
    readings: ['R15: values byte/255, not standardised.'],
    train: { samples: 100, samplesPerClass: Array.from({ length: 10 }, () => 10) },
    test: { samples: 20 },
  });
});

it('removes what it unpacked also when it is stopped', async () => {
  const folder = join(temporaryFolder(), 'output');
  mkdirSync(folder);
  const stopped = prepareCifar10(await download(), folder, { standardize: 'none' }, () => {
    throw new Error('interrupted');
  });
  await expect(stopped).rejects.toThrow('interrupted');
  expect(readdirSync(folder)).not.toContain('unpacked');
});
