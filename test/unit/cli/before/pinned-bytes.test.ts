import { expect, it } from 'vitest';
import { pinnedBytes } from '../../../../src/cli/before/pinned-bytes.ts';

const of = (params: unknown): number | undefined => pinnedBytes({ params } as never);

it('adds the sizes up that a stage pins, and knows nothing of others', () => {
  expect(of({ files: [{ sizeBytes: 3 }, { sizeBytes: 4 }] })).toBe(7);
  for (const params of [null, [], {}, { files: 3 }, { files: [] }, { files: [3, {}] }])
    expect(of(params)).toBeUndefined();
});
