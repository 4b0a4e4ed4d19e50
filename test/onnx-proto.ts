import type { MessageOf, MessageSchema } from '../src/datasets/protobuf/message-schema.ts';

const attribute = {
  name: [1, 'text'],
  f: [2, 'float'],
  i: [3, 'integer'],
  ints: [8, 'integer', 'many'],
  type: [20, 'integer'],
} as const satisfies MessageSchema;

const node = {
  input: [1, 'text', 'many'],
  output: [2, 'text', 'many'],
  name: [3, 'text'],
  opType: [4, 'text'],
  attribute: [5, attribute, 'many'],
} as const satisfies MessageSchema;

const tensor = {
  dims: [1, 'integer', 'many'],
  dataType: [2, 'integer'],
  name: [8, 'text'],
  rawData: [9, 'bytes'],
} as const satisfies MessageSchema;

const dimension = { dimValue: [1, 'integer'], dimParam: [2, 'text'] } as const satisfies MessageSchema;
const shape = { dim: [1, dimension, 'many'] } as const satisfies MessageSchema;
const tensorType = { elemType: [1, 'integer'], shape: [2, shape] } as const satisfies MessageSchema;
const type = { tensorType: [1, tensorType] } as const satisfies MessageSchema;
const valueInfo = { name: [1, 'text'], type: [2, type] } as const satisfies MessageSchema;

const graph = {
  node: [1, node, 'many'],
  name: [2, 'text'],
  initializer: [5, tensor, 'many'],
  input: [11, valueInfo, 'many'],
  output: [12, valueInfo, 'many'],
} as const satisfies MessageSchema;

const operatorSet = { domain: [1, 'text'], version: [2, 'integer'] } as const satisfies MessageSchema;

/**
 * An ONNX model to be written by tests: fields of onnx.proto3 (ModelProto and what it holds).
 *
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export const writtenModel = {
  irVersion: [1, 'integer'],
  graph: [7, graph],
  opsetImport: [8, operatorSet, 'many'],
} as const satisfies MessageSchema;

/** A node of a graph: an operator, what it takes and gives, its attributes. */
export type NodeProto = MessageOf<typeof node>;
/** An attribute of a node. */
export type AttributeProto = MessageOf<typeof attribute>;
/** Constant values. */
export type TensorProto = MessageOf<typeof tensor>;
/** An input or output, with its type and sizes. */
export type ValueInfoProto = MessageOf<typeof valueInfo>;

/** The numbers by which `TensorProto.DataType` names types of numbers. */
export const elementType = { float32: 1, int64: 7, float64: 11 } as const;

/** The numbers by which `AttributeProto.AttributeType` names what an attribute holds. */
export const attributeType = { float: 1, integer: 2, integers: 7 } as const;

/** Version of the format of the file that these fields belong to. */
export const irVersion = 8;
