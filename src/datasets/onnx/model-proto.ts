import type { MessageSchema } from '../protobuf/message-schema.ts';

const node = {
  input: [1, 'text', 'many'],
  output: [2, 'text', 'many'],
  name: [3, 'text'],
} as const satisfies MessageSchema;

const value = { name: [1, 'text'] } as const satisfies MessageSchema;
const graph = { node: [1, node, 'many'], output: [12, value, 'many'] } as const satisfies MessageSchema;

/**
 * How an ONNX model is wired: of the fields of onnx.proto3 (ModelProto and what it holds) those that are used here; weights are
 * passed over.
 *
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export const modelProto = { graph: [7, graph] } as const satisfies MessageSchema;
