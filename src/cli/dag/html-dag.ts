import type { Graph } from './graph.ts';
import { layoutOf } from './layout.ts';

/** The graph as one HTML file that needs no network: a drawing that lights up what a box needs and what needs it. */
export function htmlDag(graph: Graph): string {
  const { nodes, width, height } = layoutOf(graph);
  const index = new Map(nodes.map((node, position) => [node.id, position]));
  const boxes = nodes.map((node, position) => {
    const { x, y, width: w, height: h, kind, count, lines } = node;
    const text = lines
      .map(
        (line, row) =>
          `<text x="${x + w / 2}" y="${y + 22 + row * 18}"${row > 0 ? ' class="small"' : ''}>${escaped(line)}</text>`,
      )
      .join('');
    const behind = count > 1 ? `<rect x="${x + 4}" y="${y + 4}" width="${w}" height="${h}" rx="6"/>` : '';
    return `<g class="node ${kind}" data-node="${position}" tabindex="0"><title>${escaped(lines.join('\n'))}</title>${behind}<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6"/>${text}</g>`;
  });
  const arrows = graph.edges.map(({ from, to }) => {
    const [a, b] = [nodes[index.get(from)!]!, nodes[index.get(to)!]!];
    const [x1, y1, x2, y2] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y - 5];
    const bend = Math.max(24, (y2 - y1) / 2);
    return `<path data-from="${index.get(from)!}" data-to="${index.get(to)!}" d="M${x1},${y1}C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}" marker-end="url(#tip)"/>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(graph.title)}</title>
<style>${STYLE}</style>
<h1>${escaped(graph.title)}</h1>
<p>What a box needs stands above it. Point at a box to see what it depends on and what depends on it.</p>
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Graph of the stages">
<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z"/></marker></defs>
<g class="edges">${arrows.join('\n')}</g>
${boxes.join('\n')}
</svg>
<script>${SCRIPT}</script>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2530; --paper: #fff; --box: #eef3fa; --edge: #8a97a8; --hot: #c2410c; --file: #f6f3ea }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14181e; --box: #222b38; --edge: #65748a; --hot: #fb923c; --file: #2b2820 } }
body { font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 24px }
h1 { font-size: 20px; margin: 0 } p { margin: 4px 0 16px }
svg { display: block; max-width: none } text { text-anchor: middle; font: 13px ui-monospace, monospace; fill: var(--ink) } .small { font-size: 11px; opacity: .75 }
rect { fill: var(--box); stroke: var(--edge) } .file rect { fill: var(--file); stroke-dasharray: 4 3 }
.edges path { fill: none; stroke: var(--edge); stroke-width: 1.3 } marker path { fill: var(--edge) }
.node { cursor: default; outline: none } .dim { opacity: .18 } .node.hot rect { stroke: var(--hot); stroke-width: 2 } path.hot { stroke: var(--hot) !important; stroke-width: 2 }
`;

const SCRIPT = `
const edges = [...document.querySelectorAll('[data-from]')], nodes = [...document.querySelectorAll('[data-node]')];
const reach = (start, from, to) => { const seen = new Set([start]), queue = [start]; for (const node of queue) for (const edge of edges) if (edge.dataset[from] === node && !seen.has(edge.dataset[to])) { seen.add(edge.dataset[to]); queue.push(edge.dataset[to]); } return seen; };
const show = (start) => { const up = start && reach(start, 'to', 'from'), down = start && reach(start, 'from', 'to');
  for (const node of nodes) { const hot = start && (up.has(node.dataset.node) || down.has(node.dataset.node)); node.classList.toggle('hot', !!hot); node.classList.toggle('dim', !!start && !hot); }
  for (const edge of edges) { const { from, to } = edge.dataset; const hot = start && ((up.has(from) && up.has(to)) || (down.has(from) && down.has(to))); edge.classList.toggle('hot', !!hot); edge.classList.toggle('dim', !!start && !hot); } };
for (const node of nodes) { for (const on of ['mouseenter', 'focus']) node.addEventListener(on, () => show(node.dataset.node)); for (const off of ['mouseleave', 'blur']) node.addEventListener(off, () => show()); }
`;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
