import { nodeLabel, type Graph } from './graph.ts';

/** The graph in the language of Graphviz. */
export function dotDag({ title, nodes, edges }: Graph): string {
  return [
    `digraph ${quoted(title)} {`,
    '  node [shape=box, fontname="sans-serif"];',
    ...nodes.map((node) => {
      const shape = node.kind === 'file' ? ', shape=note' : node.count > 1 ? ', peripheries=2' : '';
      return `  ${quoted(node.id)} [label=${quoted(nodeLabel(node).join('\n'))}${shape}];`;
    }),
    ...edges.map(({ from, to }) => `  ${quoted(from)} -> ${quoted(to)};`),
    '}',
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
