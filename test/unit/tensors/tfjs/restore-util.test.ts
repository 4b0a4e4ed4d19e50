import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { restoreUtil } from '../../../../src/tensors/tfjs/restore-util.ts';

it('restoreUtil gives what CommonJS packages require as util the functions that Node 23 removed', () => {
  restoreUtil();
  restoreUtil();
  const util = createRequire(import.meta.url)('util') as Record<string, (value: unknown) => boolean>;
  expect([null, undefined, 0, '', []].map((value) => util.isNullOrUndefined!(value))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect([[], {}, undefined].map((value) => util.isArray!(value))).toEqual([true, false, false]);
});
