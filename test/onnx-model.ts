/** A few fields of onnx.proto3, encoded by hand: enough to build small models in tests. */

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

function integer(field: number, value: number): Buffer {
  return Buffer.from([...varint(field << 3), ...varint(value)]);
}

function message(field: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(content.length)]), content]);
}

function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value));
}

export const [FLOAT, INT64] = [1, 7];

export interface ModelNode {
  operator: string;
  inputs: string[];
  outputs: string[];
  name?: string;
  attributes?: Record<string, number | number[]>;
}

export interface ModelValue {
  name: string;
  type: number;
  /** Sizes, or names of free ones. */
  shape: (number | string)[];
}

export interface ModelWeights {
  name: string;
  type: number;
  shape: number[];
  values: Float32Array | BigInt64Array;
}

export interface ModelParts {
  nodes: ModelNode[];
  inputs: ModelValue[];
  outputs: ModelValue[];
  weights: ModelWeights[];
}

/** The bytes of an ONNX model (opset 13). */
export function onnxModel({ nodes, inputs, outputs, weights }: ModelParts): Uint8Array {
  const graph = [
    ...nodes.map(encodeNode),
    text(2, 'test'),
    ...weights.map(({ name, type, shape, values }) =>
      message(
        5,
        ...shape.map((size) => integer(1, size)),
        integer(2, type),
        text(8, name),
        message(9, new Uint8Array(values.buffer)),
      ),
    ),
    ...inputs.map((value) => message(11, ...encodeValue(value))),
    ...outputs.map((value) => message(12, ...encodeValue(value))),
  ];
  return Buffer.concat([integer(1, 8), message(8, integer(2, 13)), message(7, ...graph)]);
}

function encodeNode({ operator, inputs, outputs, name, attributes = {} }: ModelNode): Buffer {
  return message(
    1,
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    ...(name === undefined ? [] : [text(3, name)]),
    text(4, operator),
    ...Object.entries(attributes).map(([key, value]) =>
      Array.isArray(value)
        ? message(5, text(1, key), ...value.map((entry) => integer(8, entry)), integer(20, 7))
        : message(5, text(1, key), integer(3, value), integer(20, 2)),
    ),
  );
}

function encodeValue({ name, type, shape }: ModelValue): Buffer[] {
  const sizes = shape.map((size) => message(1, typeof size === 'number' ? integer(1, size) : text(2, size)));
  return [text(1, name), message(2, message(1, integer(1, type), message(2, ...sizes)))];
}
