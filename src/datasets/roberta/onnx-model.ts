import type { GraphNode } from './onnx-graph.ts';

/** A node to be written: an operator with its attributes. */
export interface ModelNode extends Omit<GraphNode, 'name'> {
  name?: string;
  operator: string;
  /** Integers, lists of integers, or float32 numbers. */
  attributes?: Record<string, number | number[] | { float: number }>;
}

/** An input or output of the model; sizes are numbers, or names of free ones. */
export interface ModelValue {
  name: string;
  type: 'float32' | 'int64';
  shape: (number | string)[];
}

/** Constant values of the model; their array decides the type. */
interface ModelWeights {
  name: string;
  shape: readonly number[];
  values: Float32Array | BigInt64Array;
}

/** Everything that a model is made of. */
export interface ModelParts {
  nodes: ModelNode[];
  inputs: ModelValue[];
  outputs: ModelValue[];
  weights: ModelWeights[];
}

const elementTypes = { float32: 1, int64: 7 } as const;
const [FLOAT_ATTRIBUTE, INTEGER_ATTRIBUTE, INTEGERS_ATTRIBUTE] = [1, 2, 7] as const;
const OPSET = 17;

/** An encoded message in pieces, so that weights are copied only once, at the end. */
interface Encoded {
  length: number;
  pieces: Uint8Array[];
}

/** Encodes an ONNX model (fields as numbered in onnx.proto3). */
export function onnxModel({ nodes, inputs, outputs, weights }: ModelParts): Uint8Array {
  const graph = [
    ...nodes.map((node) => message(1, encodeNode(node))),
    text(2, 'graph'),
    ...weights.map((tensor) => message(5, encodeWeights(tensor))),
    ...inputs.map((value) => message(11, encodeValue(value))),
    ...outputs.map((value) => message(12, encodeValue(value))),
  ];
  const model = join([integer(1, 8), message(8, [integer(2, OPSET)]), message(7, graph)]);
  return Buffer.concat(model.pieces, model.length);
}

function encodeNode({ operator, inputs, outputs, name, attributes = {} }: ModelNode): Encoded[] {
  return [
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    ...(name === undefined ? [] : [text(3, name)]),
    text(4, operator),
    ...Object.entries(attributes).map(([key, value]) =>
      message(5, [text(1, key), ...encodeAttribute(value)]),
    ),
  ];
}

function encodeAttribute(value: number | number[] | { float: number }): Encoded[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, INTEGER_ATTRIBUTE)];
  if (Array.isArray(value))
    return [...value.map((entry) => integer(8, entry)), integer(20, INTEGERS_ATTRIBUTE)];
  const bytes = new Uint8Array(Float32Array.of(value.float).buffer);
  return [piece(Uint8Array.of((2 << 3) | 5, ...bytes)), integer(20, FLOAT_ATTRIBUTE)];
}

function encodeWeights({ name, shape, values }: ModelWeights): Encoded[] {
  const type = values instanceof Float32Array ? 'float32' : 'int64';
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    ...shape.map((size) => integer(1, size)),
    integer(2, elementTypes[type]),
    text(8, name),
    message(9, [piece(bytes)]),
  ];
}

function encodeValue({ name, type, shape }: ModelValue): Encoded[] {
  const sizes = shape.map((size) =>
    message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]),
  );
  const tensor = [integer(1, elementTypes[type]), message(2, sizes)];
  return [text(1, name), message(2, [message(1, tensor)])];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

function piece(bytes: Uint8Array): Encoded {
  return { length: bytes.length, pieces: [bytes] };
}

function join(parts: Encoded[]): Encoded {
  return {
    length: parts.reduce((sum, { length }) => sum + length, 0),
    pieces: parts.flatMap(({ pieces }) => pieces),
  };
}

function integer(field: number, value: number): Encoded {
  return piece(Uint8Array.from([...varint(field << 3), ...varint(value)]));
}

function message(field: number, parts: Encoded[]): Encoded {
  const content = join(parts);
  return join([piece(Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)])), content]);
}

function text(field: number, value: string): Encoded {
  return message(field, [piece(new TextEncoder().encode(value))]);
}
