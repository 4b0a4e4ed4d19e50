import type { Graph, DagNode } from './graph.ts';
import { nodeLabel } from './graph.ts';

/** A box with its place; x and y of its upper left corner, in pixels. */
interface PlacedNode extends DagNode {
  lines: string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A layered picture: what a box needs stands above it. */
export interface Layout {
  nodes: PlacedNode[];
  width: number;
  height: number;
}

const CHARACTER = 7.9;
const LINE = 18;
const PADDING = 12;
const GAP = { x: 28, y: 56 };
/** A layer that is wider goes on in the next row. */
const MOST_WIDE = 1600;

/** Layers by the longest way from the top; in a layer, boxes stand near the middle of what they need. */
export function layoutOf({ nodes, edges }: Graph): Layout {
  const needs = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) needs.get(to)?.push(from);
  const layerOf = new Map<string, number>();
  const layers: DagNode[][] = [];
  for (const node of nodes) {
    const layer = needs.get(node.id)!.reduce((most, id) => Math.max(most, layerOf.get(id)! + 1), 0);
    layerOf.set(node.id, layer);
    (layers[layer] ??= []).push(node);
  }
  const center = new Map<string, number>();
  const rows: PlacedNode[][] = [];
  let y = 24;
  for (const layer of layers) {
    const wish = ({ id }: DagNode): number => {
      const above = needs.get(id)!.map((needed) => center.get(needed) ?? 0);
      return above.length === 0 ? 0 : above.reduce((sum, x) => sum + x, 0) / above.length;
    };
    const wishes = new Map(layer.map((node) => [node.id, wish(node)]));
    const sorted = layer.toSorted((a, b) => wishes.get(a.id)! - wishes.get(b.id)!);
    for (const boxes of rowsOf(sorted)) {
      const row = boxes.map((box) => ({ ...box, y }));
      const width = row.reduce((sum, box) => sum + box.width + GAP.x, -GAP.x);
      let x = -width / 2;
      for (const box of row) {
        box.x = x;
        center.set(box.id, x + box.width / 2);
        x += box.width + GAP.x;
      }
      rows.push(row);
      y += Math.max(...row.map((box) => box.height)) + GAP.y;
    }
  }
  const placed = rows.flat();
  const left = Math.min(0, ...placed.map((box) => box.x)) - 24;
  for (const box of placed) box.x -= left;
  return {
    nodes: placed,
    width: Math.max(0, ...placed.map((box) => box.x + box.width)) + 24,
    height: y - GAP.y + 24,
  };
}

function* rowsOf(layer: readonly DagNode[]): Generator<PlacedNode[]> {
  let row: PlacedNode[] = [];
  let width = 0;
  for (const node of layer) {
    const box = sized(node);
    if (row.length > 0 && width + box.width > MOST_WIDE) {
      yield row;
      row = [];
      width = 0;
    }
    row.push(box);
    width += box.width + GAP.x;
  }
  if (row.length > 0) yield row;
}

function sized(node: DagNode): PlacedNode {
  const lines = node.kind === 'instance' ? instanceLines(node.id) : nodeLabel(node);
  const width = Math.max(...lines.map((line) => line.length)) * CHARACTER + 2 * PADDING;
  return { ...node, lines, x: 0, y: 0, width, height: lines.length * LINE + 2 * PADDING - 6 };
}

/** The stage, and below it a line for each axis: so that many boxes stand side by side. */
function instanceLines(id: string): string[] {
  const [, stage, axes] = /^([^[]*)(?:\[(.*)\])?$/s.exec(id)!;
  return [stage!, ...(axes === undefined ? [] : axes.split(','))];
}
