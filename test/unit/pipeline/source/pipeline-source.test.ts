import { describe, expect, it } from 'vitest';
import type { FaultsError } from '../../../../src/pipeline/faults/fault.ts';
import { PipelineSource } from '../../../../src/pipeline/source/pipeline-source.ts';

const text = `params:
  list: [10, { a: 1 }]
  empty:
  shared: &shared { deep: 5 }
  other: *shared
stages:
  train: { with: { x: 'a \${{ params.y }} b' } }
`;
const source = new PipelineSource('/project/pipeline.yaml', text);

async function at(path: (string | number)[], part: 'key' | 'value'): Promise<string> {
  const { line, column } = await source.locate(path, part);
  return `${line}:${column}`;
}

describe('PipelineSource', () => {
  it('finds keys and values, through lists and aliases', async () => {
    expect(await at(['params', 'list'], 'key')).toBe('2:3');
    expect(await at(['params', 'list', 0], 'value')).toBe('2:10');
    expect(await at(['params', 'list', 1, 'a'], 'value')).toBe('2:19');
    expect(await at(['params', 'other', 'deep'], 'value')).toBe('4:27');
  });

  it('shows a value that is not written by its key', async () => {
    expect(await at(['params', 'empty'], 'value')).toBe('3:3');
  });

  it('shows what is around a path that leads nowhere', async () => {
    expect(await at(['params', 'list', 1, 'b'], 'value')).toBe('2:14');
    expect(await at(['stages', 'train', 'needs', 'x'], 'value')).toBe('7:3');
    expect(await at(['params', 'list', 0, 'deeper'], 'value')).toBe('2:10');
    expect(await at([], 'value')).toBe('1:1');
  });

  it('throws all faults in the order of the file, arguments first', async () => {
    const fail = source.fail([
      {
        place: {
          kind: 'config',
          path: ['stages', 'train', 'with', 'x'],
          part: 'value',
          text: '${{ params.y }}',
        },
        message: 'second',
      },
      {
        place: { kind: 'config', path: ['params', 'empty'], part: 'key' },
        message: 'first',
        hint: 'fill it',
      },
      { place: { kind: 'argument', argument: '--set params.y=1', text: 'params.y' }, message: 'argument' },
    ]);
    const error = await fail.then(undefined, (reason: unknown) => reason as FaultsError);
    expect(error.code).toBe('bad-pipeline');
    expect(error.message).toBe(`argument
  --set params.y=1
        ^^^^^^^^

/project/pipeline.yaml:3:3: first
  3 |   empty:
    |   ^^^^^
  fill it

/project/pipeline.yaml:7:26: second
  7 |   train: { with: { x: 'a \${{ params.y }} b' } }
    |                          ^^^^^^^^^^^^^^^

3 faults; nothing was run.`);
  });

  it('calls faults of the command line alone a bad argument', async () => {
    const fail = source.fail([{ place: { kind: 'argument', argument: 'x', text: 'x' }, message: 'm' }]);
    expect((await fail.then(undefined, (reason: unknown) => reason as FaultsError)).code).toBe(
      'bad-argument',
    );
  });

  it('is named relative to the working directory where it lies below it', () => {
    expect(new PipelineSource(`${process.cwd()}/a/pipeline.yaml`, '').name).toBe('a/pipeline.yaml');
    expect(source.name).toBe('/project/pipeline.yaml');
  });
});
