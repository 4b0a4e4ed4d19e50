import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hiddenStates } from '../../../../src/datasets/roberta/hidden-states.ts';
import { readNetwork, type RobertaNetwork } from '../../../../src/datasets/roberta/read-network.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { TensorFile } from '../../../../src/tensors/safetensors/safetensors.ts';
import { PublishedRoberta } from '../../../published-roberta.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const published = new PublishedRoberta(30, 2, 2);

function open(): RobertaNetwork {
  const folder = temporaryFolder();
  published.write(folder);
  using weights = TensorFile.open(join(folder, 'model.safetensors'));
  return readNetwork(weights);
}

describe('hiddenStates', () => {
  it.each(['none', undefined])('are those of plain loops (BLAS library: %s)', async (library) => {
    const ops = await openBlas(library === undefined ? {} : { library });
    const sequences = [
      [0, 5, 9, 2],
      [0, 29, 3, 2],
    ];
    const { rows, columns, data } = await hiddenStates(ops, open(), sequences);
    expect([rows, columns]).toEqual([8, 128]);
    const expected = sequences.flatMap((ids) => published.hiddenStates(ids)).flat();
    const differences = expected.map((value, index) => Math.abs(value - data[index]!));
    expect(Math.max(...differences)).toBeLessThan(2e-6);
  });

  it('refuses tokens and places that the model does not know', async () => {
    const ops = await openBlas();
    await expect(hiddenStates(ops, open(), [[0, 30, 2]])).rejects.toThrow(
      new RangeError('token number 30 of the tokenizer, the model knows 30'),
    );
    await expect(hiddenStates(ops, open(), [new Array<number>(39).fill(1)])).rejects.toThrow(
      new RangeError('a sequence of 39 tokens, expected at most 38'),
    );
  });
});
