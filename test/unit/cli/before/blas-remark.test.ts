import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { blasRemark } from '../../../../src/cli/before/blas-remark.ts';
import { packageFolder } from '../../../../src/cli/folders.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import type { Backend } from '../../../../src/tensors/ops.ts';

const instance = (file: string): Instance => ({ id: file, work: { kind: 'uses', file } }) as never;
const [train, dice, own] = ['stages/train.ts', 'stages/generate-dice.ts', '../elsewhere/stages/train.ts'].map(
  (path) => instance(join(packageFolder(), path)),
) as [Instance, Instance, Instance];
const backend = (name: string): Backend => ({
  name,
  library: 'x',
  precision: 'float64',
  threads: 1,
  refused: name === 'WebAssembly' ? ['libx.so: wrong'] : [],
});
const opens = (name: string) => () => Promise.resolve({ backend: backend(name) });

describe('blasRemark', () => {
  it('says once what is missing and what it would gain, where a packaged stage is to multiply', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', undefined);
    const remark = await blasRemark([dice, train, train], opens('WebAssembly'));
    expect(remark?.instance).toBe(train);
    expect(remark?.message).toMatch(
      /^not used: libx\.so: wrong; no BLAS library was loaded; OpenBLAS .* half the time/,
    );
  });

  it('says nothing with a BLAS, without such a stage, and where none was asked for', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', undefined);
    expect(await blasRemark([train], opens('OpenBLAS'))).toBeUndefined();
    expect(await blasRemark([dice, own], opens('WebAssembly'))).toBeUndefined();
    expect(await blasRemark([train], () => Promise.reject(new Error('cannot be used')))).toBeUndefined();
    vi.stubEnv('EOS_BLAS_LIBRARY', 'none');
    expect(await blasRemark([train], opens('WebAssembly'))).toBeUndefined();
  });
});
