import {
  attributeType,
  elementType,
  irVersion,
  writtenModel,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx-proto.ts';
import { encodeMessage } from '../src/datasets/protobuf/encode-message.ts';
import type { GraphNode } from '../src/datasets/roberta/onnx-graph.ts';

/** A node to be written: an operator with its attributes. */
export interface ModelNode extends Omit<GraphNode, 'name'> {
  name?: string;
  operator: string;
  /** Integers, lists of integers, or float32 numbers. */
  attributes?: Record<string, AttributeValue>;
}

type AttributeValue = number | number[] | { float: number };

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

const OPSET = 17;

/** Encodes an ONNX model; weights are copied once. */
export function onnxModel({ nodes, inputs, outputs, weights }: ModelParts): Uint8Array {
  return encodeMessage(writtenModel, {
    irVersion,
    opsetImport: [{ version: OPSET }],
    graph: {
      name: 'graph',
      node: nodes.map(nodeProto),
      initializer: weights.map(tensorProto),
      input: inputs.map(valueInfoProto),
      output: outputs.map(valueInfoProto),
    },
  });
}

function nodeProto({ operator, inputs, outputs, name, attributes = {} }: ModelNode): NodeProto {
  return {
    opType: operator,
    input: inputs,
    output: outputs,
    ...(name === undefined ? {} : { name }),
    attribute: Object.entries(attributes).map(([key, value]) => ({ name: key, ...attributeProto(value) })),
  };
}

function attributeProto(value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return { i: value, type: attributeType.integer };
  if (Array.isArray(value)) return { ints: value, type: attributeType.integers };
  return { f: value.float, type: attributeType.float };
}

function tensorProto({ name, shape, values }: ModelWeights): TensorProto {
  return {
    name,
    dims: [...shape],
    dataType: values instanceof Float32Array ? elementType.float32 : elementType.int64,
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

function valueInfoProto({ name, type, shape }: ModelValue): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementType[type], shape: { dim } } } };
}
