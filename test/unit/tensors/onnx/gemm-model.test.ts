import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../../../src/tensors/onnx/load-runtime.ts';
import { gemmModel } from '../../../../src/tensors/onnx/gemm-model.ts';

const runtime = await loadRuntime();

describe.runIf(runtime)('gemmModel', () => {
  it('is an ONNX model of two or three double matrices of any sizes', async () => {
    for (const accumulate of [false, true]) {
      const model = gemmModel({ transposeA: false, transposeB: true, alpha: 1, accumulate });
      const session = await runtime!.InferenceSession.create(model);
      expect(session.inputNames).toEqual(accumulate ? ['A', 'B', 'C'] : ['A', 'B']);
      expect(session.outputNames).toEqual(['Y']);
      expect(session.inputMetadata[0]).toMatchObject({ type: 'float64', shape: ['A0', 'A1'] });
      await session.release();
    }
  });
});
