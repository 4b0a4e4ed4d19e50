import { describe, expect, it } from 'vitest';
import { declare, open } from '../../../src/tensors/native-library.ts';
import { cublasStandIn, hasCompiler } from '../../cublas-stand-in.ts';

describe.runIf(hasCompiler)('a native library', () => {
  it('gives a function that throws with its name and status where that is not 0', () => {
    const setCurrent = declare(open(cublasStandIn()), 'int cuCtxSetCurrent(size_t)', 'of the driver');
    setCurrent(0x70);
    expect(() => {
      setCurrent(1);
    }).toThrow(/^cuCtxSetCurrent failed with status 201 of the driver$/);
    const explained = declare(open(cublasStandIn()), 'int cuCtxSetCurrent(size_t)', 'of it', { 201: 'why' });
    expect(() => {
      explained(1);
    }).toThrow(/^cuCtxSetCurrent failed with status 201 of it: why$/);
  });

  it('says which function is missing', () => {
    const library = open(cublasStandIn());
    expect(() => declare(library, 'int cuNothing(int)', '')).toThrow(/cuNothing/);
  });
});
