import { describe, expect, it, onTestFinished } from 'vitest';
import { loadRuntime } from '../../../../src/datasets/onnx/load-runtime.ts';
import { readGraph } from '../../../../src/datasets/roberta/onnx-graph.ts';
import { onnxModel } from '../../../onnx-model.ts';

const runtime = loadRuntime();
const model = onnxModel({
  nodes: [
    { operator: 'Transpose', inputs: ['x'], outputs: ['t'], name: 'turn', attributes: { perm: [1, 0] } },
    {
      operator: 'Gemm',
      inputs: ['t', 'w'],
      outputs: ['y'],
      attributes: { transB: 1, alpha: { float: 0.5 } },
    },
  ],
  inputs: [{ name: 'x', type: 'float32', shape: [2, 'n'] }],
  outputs: [{ name: 'y', type: 'float32', shape: ['n', 3] }],
  weights: [{ name: 'w', shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
});

describe('onnxModel', () => {
  it.runIf(runtime)('encodes a model that ONNX Runtime runs, attributes of all kinds included', async () => {
    const session = await runtime!.InferenceSession.create(model);
    onTestFinished(() => session.release());
    const { y } = await session.run({
      x: new runtime!.Tensor('float32', Float32Array.of(1, 2, 10, 20), [2, 2]),
    });
    expect(y!.dims).toEqual([2, 3]);
    // ½ [1 10; 2 20] wᵀ
    expect([...(y!.data as Float32Array)]).toEqual([10.5, 21.5, 32.5, 21, 43, 65]);
  });

  it('encodes a graph that is read back', () => {
    expect(readGraph(model)).toEqual({
      nodes: [
        { name: 'turn', inputs: ['x'], outputs: ['t'] },
        { name: '', inputs: ['t', 'w'], outputs: ['y'] },
      ],
      outputs: ['y'],
    });
  });
});
