import { topologicalOrder } from '../../pipeline/plan/order.ts';
import { nodeLabel, type Graph } from './graph.ts';

/**
 * The graph as rails, one row a box, top to bottom: each column carries one output until its last consumer has it.
 * A dot on a rail is a box; a row of joints above it shows which rails it takes from.
 */
export function asciiDag({ nodes, edges }: Graph): string {
  const needs = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]));
  const uses = new Map<string, number>();
  for (const { from, to } of edges) {
    needs.get(to)?.add(from);
    uses.set(from, (uses.get(from) ?? 0) + 1);
  }
  // Each box directly after the last thing it needs: that keeps the rails short.
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = topologicalOrder(new Map([...needs].reverse()));
  const rails: (string | undefined)[] = [];
  const lines: string[] = [];
  for (const id of order) {
    const node = byId.get(id)!;
    const needed = needs.get(node.id)!;
    const joined = rails.flatMap((rail, column) => (rail !== undefined && needed.has(rail) ? [column] : []));
    const ending = new Set(joined.filter((column) => uses.get(rails[column]!)! === 1));
    for (const from of needed) uses.set(from, uses.get(from)! - 1);
    // The box stands on a rail that ends in it, else on the first free column.
    const free = rails.findIndex((rail) => rail === undefined);
    const own = joined.find((column) => ending.has(column)) ?? (free < 0 ? rails.length : free);
    if (joined.some((column) => column !== own)) lines.push(jointRow(rails, joined, ending, own));
    for (const column of ending) rails[column] = undefined;
    const row = Array.from({ length: Math.max(rails.length, own + 1) }, (_, column) =>
      column === own ? (node.kind === 'file' ? '○' : '●') : rails[column] === undefined ? ' ' : '│',
    );
    const [name, ...more] = nodeLabel(node);
    lines.push(`${row.join(' ').trimEnd()} ${name!}${more.length > 0 ? `  (${more.join(', ')})` : ''}`);
    rails[own] = (uses.get(node.id) ?? 0) > 0 ? node.id : undefined;
    while (rails.length > 0 && rails.at(-1) === undefined) rails.pop();
  }
  return lines.join('\n');
}

/** `├─╯`: the rails that are taken from, bent towards the column of the box. */
function jointRow(
  rails: readonly (string | undefined)[],
  joined: readonly number[],
  ending: ReadonlySet<number>,
  own: number,
): string {
  const first = Math.min(own, ...joined);
  const last = Math.max(own, ...joined);
  let row = '';
  for (let column = 0; column < Math.max(rails.length, own + 1); column++) {
    const inside = column > first && column < last;
    const there = rails[column] !== undefined;
    row += joint({
      left: column > first && column <= last,
      right: column >= first && column < last,
      up: there,
      // A rail that ends here does not go on, except where the box itself stands.
      down: column === own || (there && !ending.has(column)),
      crossed: inside && there && column !== own && !joined.includes(column),
    });
    row += column >= first && column < last ? '─' : ' ';
  }
  return row.trimEnd();
}

type Sides = Record<'left' | 'right' | 'up' | 'down' | 'crossed', boolean>;

function joint({ left, right, up, down, crossed }: Sides): string {
  // A rail that only passes by interrupts the line.
  if (crossed) return '│';
  return JOINTS[`${left ? 'l' : ''}${right ? 'r' : ''}${up ? 'u' : ''}${down ? 'd' : ''}`] ?? ' ';
}

/** Box-drawing characters by the sides they reach: left, right, up, down. */
const JOINTS: Readonly<Record<string, string>> = {
  u: '│',
  d: '│',
  ud: '│',
  rd: '╭',
  ru: '╰',
  rud: '├',
  lr: '─',
  lrd: '┬',
  lru: '┴',
  lrud: '┼',
  ld: '╮',
  lu: '╯',
  lud: '┤',
};
