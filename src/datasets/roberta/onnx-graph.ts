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

const GRAPH_OF_MODEL = 7;
const NODE_OF_GRAPH = 1;
const OUTPUT_OF_GRAPH = 12;
const NAME_OF_VALUE = 1;
const [INPUT_OF_NODE, OUTPUT_OF_NODE, NAME_OF_NODE] = [1, 2, 3];

interface Field {
  number: number;
  bytes: Uint8Array;
}

/**
 * Reads the wiring of an ONNX model (ModelProto of onnx.proto3), passing over the weights.
 * @throws {RangeError} when the bytes are no protocol buffer message
 */
export function readGraph(model: Uint8Array): OnnxGraph {
  const graph: OnnxGraph = { nodes: [], outputs: [] };
  for (const part of fields(model)) {
    if (part.number !== GRAPH_OF_MODEL) continue;
    for (const { number, bytes } of fields(part.bytes)) {
      if (number === NODE_OF_GRAPH) graph.nodes.push(readNode(bytes));
      if (number === OUTPUT_OF_GRAPH) graph.outputs.push(...strings(bytes, NAME_OF_VALUE));
    }
  }
  return graph;
}

/**
 * The model with one more output. A protocol buffer message that is followed by another of its type reads as the two
 * merged, so the weights need not be taken apart.
 */
export function addOutput(model: Uint8Array, name: string): Uint8Array {
  const value = delimited(NAME_OF_VALUE, new TextEncoder().encode(name));
  return Buffer.concat([model, delimited(GRAPH_OF_MODEL, delimited(OUTPUT_OF_GRAPH, value))]);
}

function readNode(bytes: Uint8Array): GraphNode {
  return {
    name: strings(bytes, NAME_OF_NODE)[0] ?? '',
    inputs: strings(bytes, INPUT_OF_NODE),
    outputs: strings(bytes, OUTPUT_OF_NODE),
  };
}

function strings(message: Uint8Array, number: number): string[] {
  const decoder = new TextDecoder();
  return [...fields(message)]
    .filter((field) => field.number === number)
    .map(({ bytes }) => decoder.decode(bytes));
}

/** The length-delimited fields of a message; numbers are passed over. */
function* fields(message: Uint8Array): Generator<Field> {
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; position < message.length; factor *= 128) {
      const byte = message[position++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new RangeError(`the message ends inside a number at byte ${position}`);
  };
  while (position < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        varint();
        break;
      case 1:
        position += 8;
        break;
      case 2: {
        const length = varint();
        if (position + length > message.length)
          throw new RangeError(
            `field ${number} claims ${length} bytes, ${message.length - position} are left`,
          );
        yield { number, bytes: message.subarray(position, position + length) };
        position += length;
        break;
      }
      case 5:
        position += 4;
        break;
      default:
        throw new RangeError(`byte ${position - 1} begins no field`);
    }
  }
}

function delimited(number: number, content: Uint8Array): Uint8Array {
  const head: number[] = [(number << 3) | 2];
  for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...head, rest, ...content]);
    head.push((rest & 127) | 128);
  }
}
