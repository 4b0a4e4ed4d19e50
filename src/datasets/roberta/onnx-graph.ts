import { modelProto } from '../onnx/model-proto.ts';
import { decodeMessage } from '../protobuf/decode-message.ts';
import { encodeMessage } from '../protobuf/encode-message.ts';

/** A node of an ONNX graph: its name and the names of what it takes and gives. */
export interface GraphNode {
  name: string;
  inputs: string[];
  outputs: string[];
}

/** The parts of an ONNX model that say how it is wired. */
export interface OnnxGraph {
  nodes: GraphNode[];
  outputs: string[];
}

/**
 * Reads the wiring of an ONNX model; its weights are not copied.
 * @throws {RangeError} when the bytes are no protocol buffer message
 */
export function readGraph(model: Uint8Array): OnnxGraph {
  const { graph = {} } = decodeMessage(modelProto, model);
  const { node = [], output = [] } = graph;
  return {
    nodes: node.map(({ name = '', input = [], output = [] }) => ({ name, inputs: input, outputs: output })),
    outputs: output.flatMap(({ name }) => name ?? []),
  };
}

/**
 * The model with one more output. A protocol buffer message that is followed by another of its type reads as the two
 * merged, so the weights need not be taken apart.
 */
export function addOutput(model: Uint8Array, name: string): Uint8Array {
  return Buffer.concat([model, encodeMessage(modelProto, { graph: { output: [{ name }] } })]);
}
