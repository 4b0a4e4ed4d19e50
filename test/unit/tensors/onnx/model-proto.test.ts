import { describe, expect, it } from 'vitest';
import {
  attributeType,
  elementType,
  irVersion,
  modelProto,
} from '../../../../src/tensors/onnx/model-proto.ts';
import { loadRuntime } from '../../../../src/tensors/onnx/load-runtime.ts';
import { encodeMessage } from '../../../../src/tensors/protobuf/encode-message.ts';

const runtime = await loadRuntime();

describe.runIf(runtime)('modelProto', () => {
  it.each(['float32', 'int64', 'float64'] as const)(
    'numbers the fields as ONNX Runtime reads them (%s)',
    async (name) => {
      const value = (of: string) => ({
        name: of,
        type: {
          tensorType: { elemType: elementType[name], shape: { dim: [{ dimValue: 2 }, { dimParam: 'n' }] } },
        },
      });
      const model = encodeMessage(modelProto, {
        irVersion,
        opsetImport: [{ domain: '', version: 17 }],
        graph: {
          name: 'graph',
          node: [
            {
              name: 'turn twice',
              opType: 'Transpose',
              input: ['x'],
              output: ['y'],
              attribute: [{ name: 'perm', ints: [0, 1], type: attributeType.integers }],
            },
          ],
          input: [value('x')],
          output: [value('y')],
        },
      });
      const session = await runtime!.InferenceSession.create(model);
      expect(session.inputMetadata).toMatchObject([{ name: 'x', type: name, shape: [2, 'n'] }]);
      expect(session.outputMetadata).toMatchObject([{ name: 'y', type: name, shape: [2, 'n'] }]);
      await session.release();
    },
  );
});
