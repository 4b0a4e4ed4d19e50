import { expect, it } from 'vitest';
import type { LibraryHandle } from 'koffi';
import { trySymbol } from '../../../../src/tensors/blas/try-symbol.ts';

it('gives the function of a declaration, or undefined where the library has none', () => {
  const handle = {
    func(declaration: string) {
      if (declaration !== 'int one()') throw new Error('Cannot find function');
      return () => 1;
    },
  } as unknown as LibraryHandle;
  expect(trySymbol(handle, 'int one()')!()).toBe(1);
  expect(trySymbol(handle, 'int two()')).toBeUndefined();
});
