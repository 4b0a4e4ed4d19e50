/** Attributes of one ONNX `Gemm` node. */
export interface GemmAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly alpha: number;
  /** Whether the model has a third input that is added to the product. */
  readonly accumulate: boolean;
}

const DOUBLE = 11;
const FLOAT_ATTRIBUTE = 1;
const INTEGER_ATTRIBUTE = 2;

/**
 * Encodes an ONNX model of one double `Gemm` node: Y = alpha·op(A)·op(B) (+ C), any sizes.
 *
 * The fields are those of onnx.proto3 (ModelProto, GraphProto, NodeProto, ValueInfoProto, AttributeProto).
 *
 * @param attributes transposes, factor, accumulation
 * @returns the protocol buffer message
 */
export function gemmModel(attributes: GemmAttributes): Uint8Array {
  const inputs = attributes.accumulate ? ['A', 'B', 'C'] : ['A', 'B'];
  const node = [
    ...inputs.flatMap((name) => text(1, name)),
    ...text(2, 'Y'),
    ...text(4, 'Gemm'),
    ...message(5, [...text(1, 'alpha'), ...float(2, attributes.alpha), ...integer(20, FLOAT_ATTRIBUTE)]),
    ...message(5, [
      ...text(1, 'transA'),
      ...integer(3, attributes.transposeA ? 1 : 0),
      ...integer(20, INTEGER_ATTRIBUTE),
    ]),
    ...message(5, [
      ...text(1, 'transB'),
      ...integer(3, attributes.transposeB ? 1 : 0),
      ...integer(20, INTEGER_ATTRIBUTE),
    ]),
  ];
  const graph = [
    ...message(1, node),
    ...text(2, 'gemm'),
    ...inputs.flatMap((name) => message(11, valueInfo(name))),
    ...message(12, valueInfo('Y')),
  ];
  const opset = message(8, integer(2, 13));
  return Uint8Array.from([...integer(1, 8), ...opset, ...message(7, graph)]);
}

/** A double matrix whose two sizes are free. */
function valueInfo(name: string): number[] {
  const shape = [...message(1, text(2, `${name}0`)), ...message(1, text(2, `${name}1`))];
  return [...text(1, name), ...message(2, message(1, [...integer(1, DOUBLE), ...message(2, shape)]))];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

function integer(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function float(field: number, value: number): number[] {
  return [...varint((field << 3) | 5), ...new Uint8Array(Float32Array.of(value).buffer)];
}

function message(field: number, content: number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(content.length), ...content];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}
