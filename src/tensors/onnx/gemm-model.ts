import { encodeMessage } from '../protobuf/encode-message.ts';
import { attributeType, elementType, irVersion, modelProto, type ValueInfoProto } from './model-proto.ts';

/** Attributes of one ONNX `Gemm` node. */
export interface GemmAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly alpha: number;
  /** Whether the model has a third input that is added to the product. */
  readonly accumulate: boolean;
}

/**
 * Encodes an ONNX model of one double `Gemm` node: Y = alpha·op(A)·op(B) (+ C), any sizes.
 *
 * @param attributes transposes, factor, accumulation
 * @returns the protocol buffer message
 */
export function gemmModel({ transposeA, transposeB, alpha, accumulate }: GemmAttributes): Uint8Array {
  const inputs = accumulate ? ['A', 'B', 'C'] : ['A', 'B'];
  const flag = (name: string, set: boolean) => ({ name, i: Number(set), type: attributeType.integer });
  const node = {
    opType: 'Gemm',
    input: inputs,
    output: ['Y'],
    attribute: [
      { name: 'alpha', f: alpha, type: attributeType.float },
      flag('transA', transposeA),
      flag('transB', transposeB),
    ],
  };
  return encodeMessage(modelProto, {
    irVersion,
    opsetImport: [{ version: 13 }],
    graph: { name: 'gemm', node: [node], input: inputs.map(freeMatrix), output: [freeMatrix('Y')] },
  });
}

/** A double matrix whose two sizes are free. */
function freeMatrix(name: string): ValueInfoProto {
  const shape = { dim: [{ dimParam: `${name}0` }, { dimParam: `${name}1` }] };
  return { name, type: { tensorType: { elemType: elementType.float64, shape } } };
}
