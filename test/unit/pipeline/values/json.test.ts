import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../../../../src/pipeline/values/json.ts';

describe('isJsonObject', () => {
  it('takes maps, and neither lists, nor null, nor scalars', () => {
    expect([{}, { a: 1 }, [], null, 'x', 3, undefined].map(isJsonObject)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
