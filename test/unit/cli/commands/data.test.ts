import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { describe, expect, it } from 'vitest';
import { run, type DataOptions } from '../../../../src/cli/commands/data.ts';
import { captured } from '../../../captured.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

async function data(
  files: Record<string, string | Uint8Array>,
  options: DataOptions & { json?: boolean } = {},
) {
  const cwd = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  return captured(() => run(Object.keys(files), { color: false, cwd, ...options }));
}

const iris = 'width,height,kind\n1,2,a\n3,4,b\n5,9,a\n';

describe('data', () => {
  it('says what a file is, how it would be imported, and the block to paste', async () => {
    const { exitCode, text } = await data({ 'iris.csv': iris });
    expect(exitCode).toBe(0);
    expect(text).toBe(`iris.csv: a table in text
  3 columns: width (whole numbers), height (whole numbers), kind (names)

  width  height  kind
  1      2       a
  3      4       b
  5      9       a

  3 training samples
  an input is [2], stored as float64, from 1 to 9
  2 classes: a 2, b 1
  note: there is no test split

  class a:
  ▁█

  class b:
  ▁█

  class a:
  ▁█

To import it, paste into pipeline.yaml:

stages:
  iris:
    uses: eos-pipeline/stages/import-dataset.ts
    needs:
      data:
        file: iris.csv
    with:
      name: iris
      attribution: WHERE THE DATA COME FROM, AND THEIR LICENCE
      source:
        format: csv
        label: kind
`);
  });

  it('says why an import would be refused, with exit code 1', async () => {
    const { exitCode, text } = await data({ 'iris.csv': `${iris}7,8,NA\n` });
    expect(exitCode).toBe(1);
    expect(text).toContain(
      '\n  an import is refused: iris.csv:5: column kind: the label is NA, a mark of a missing value: fill it, remove the row, or name it under with.classes where it is a class\n',
    );
  });

  it('asks for the label where it cannot be guessed', async () => {
    const { exitCode, text } = await data({ 'a.csv': '1.5,2.5\n3.5,4\n' });
    expect(exitCode).toBe(0);
    expect(text).toContain('\n  not known: which column is the class; say --label COLUMN\n');
  });

  it('tells the inputs from the labels by their axes, in whichever order they are named', async () => {
    const { exitCode, text } = await data({
      'y.npy': new Uint8Array(dump(Int32Array.of(0, 1), [2])),
      'x.npy': new Uint8Array(dump(Float64Array.of(1, 2, 3, 5), [2, 2])),
    });
    expect(exitCode).toBe(0);
    expect(text).toContain('  array y.npy (I32 [2])\n  array x.npy (F64 [2, 2])\n');
    expect(text).toContain('          inputs: x.npy\n          labels: y.npy\n');
  });

  it('takes two arrays for inputs and labels', async () => {
    const { text } = await data(
      {
        'x.npy': new Uint8Array(dump(Float64Array.of(1, 2, 3, 5), [2, 2])),
        'y.npy': new Uint8Array(dump(Int32Array.of(0, 1), [2])),
      },
      { json: true },
    );
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      type: 'data',
      files: [
        {
          path: 'x.npy',
          kind: 'npy',
          source: { format: 'npy', train: { inputs: 'x.npy', labels: 'y.npy' } },
          classes: ['0', '1'],
          inputShape: [2],
          train: { samples: 2 },
        },
      ],
    });
  });

  it('describes several files one after the other', async () => {
    const { text } = await data({ 'a.csv': iris, 'b.csv': iris }, { json: true });
    expect((JSON.parse(text) as { files: { path: string }[] }).files.map(({ path }) => path)).toEqual([
      'a.csv',
      'b.csv',
    ]);
  });

  it('refuses what is no data as a bad argument', async () => {
    await expect(data({ empty: '' })).rejects.toThrow(
      expect.objectContaining({ code: 'bad-argument', message: 'empty is empty, expected data' }) as Error,
    );
  });
});
