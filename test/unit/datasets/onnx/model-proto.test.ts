import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../../../src/datasets/onnx/load-runtime.ts';
import { modelProto } from '../../../../src/datasets/onnx/model-proto.ts';
import { decodeMessage } from '../../../../src/datasets/protobuf/decode-message.ts';
import { encodeMessage } from '../../../../src/datasets/protobuf/encode-message.ts';
import { attributeType, elementType, irVersion, writtenModel } from '../../../onnx-proto.ts';

const runtime = loadRuntime();

/** A model that hands on a matrix. */
function encoded(name: keyof typeof elementType): Uint8Array {
  const value = (of: string) => ({
    name: of,
    type: {
      tensorType: { elemType: elementType[name], shape: { dim: [{ dimValue: 2 }, { dimParam: 'n' }] } },
    },
  });
  const node = {
    name: 'turn twice',
    opType: 'Transpose',
    input: ['x'],
    output: ['y'],
    attribute: [{ name: 'perm', ints: [0, 1], type: attributeType.integers }],
  };
  return encodeMessage(writtenModel, {
    irVersion,
    opsetImport: [{ domain: '', version: 17 }],
    graph: { name: 'graph', node: [node], input: [value('x')], output: [value('y')] },
  });
}

describe('modelProto', () => {
  it('reads how a model is wired, and passes over the rest', () => {
    expect(decodeMessage(modelProto, encoded('float32'))).toEqual({
      graph: { node: [{ name: 'turn twice', input: ['x'], output: ['y'] }], output: [{ name: 'y' }] },
    });
  });

  it.runIf(runtime).each(['float32', 'int64', 'float64'] as const)(
    'numbers the fields as ONNX Runtime reads them (%s)',
    async (name) => {
      const session = await runtime!.InferenceSession.create(encoded(name));
      expect(session.inputMetadata).toMatchObject([{ name: 'x', type: name, shape: [2, 'n'] }]);
      expect(session.outputMetadata).toMatchObject([{ name: 'y', type: name, shape: [2, 'n'] }]);
      await session.release();
    },
  );
});
