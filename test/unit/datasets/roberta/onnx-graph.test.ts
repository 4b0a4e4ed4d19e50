import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../../../src/datasets/onnx/load-runtime.ts';
import { addOutput, readGraph } from '../../../../src/datasets/roberta/onnx-graph.ts';
import { onnxModel, type ModelValue } from '../../../onnx-model.ts';

const runtime = loadRuntime();
const value = (name: string): ModelValue => ({ name, type: 'float32', shape: [300] });
const model = onnxModel({
  nodes: [
    { operator: 'Add', inputs: ['x', 'w'], outputs: ['y'], name: 'add' },
    { operator: 'Exp', inputs: ['y'], outputs: ['z'] },
  ],
  inputs: [value('x')],
  outputs: [value('z')],
  weights: [{ name: 'w', shape: [300], values: new Float32Array(300).fill(1) }],
});

describe('readGraph', () => {
  it('reads how the nodes are wired', () => {
    expect(readGraph(model)).toEqual({
      nodes: [
        { name: 'add', inputs: ['x', 'w'], outputs: ['y'] },
        { name: '', inputs: ['y'], outputs: ['z'] },
      ],
      outputs: ['z'],
    });
  });

  it('refuses bytes that are no model', () => {
    expect(() => readGraph(Buffer.from('not a model'))).toThrow(RangeError);
    expect(() => readGraph(model.subarray(0, 40))).toThrow(/^field 7 claims \d+ bytes, \d+ are left$/);
  });
});

describe('addOutput', () => {
  it('adds a value from inside the graph to the outputs', () => {
    expect(readGraph(addOutput(model, 'y')).outputs).toEqual(['z', 'y']);
  });

  it.runIf(runtime)('makes ONNX Runtime give a value from inside the graph', async () => {
    const widened = addOutput(model, 'y');
    expect(readGraph(widened).outputs).toEqual(['z', 'y']);
    const session = await runtime!.InferenceSession.create(widened);
    expect(session.outputNames).toEqual(['z', 'y']);
    await session.release();
  });
});
