import { nodeLabel, type Graph } from './graph.ts';

/** The graph as a Mermaid flowchart, which GitHub and many editors draw. */
export function mermaidDag({ nodes, edges }: Graph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const text = (lines: string[]): string => lines.map((line) => line.replaceAll('"', '#quot;')).join('<br>');
  return [
    'flowchart TD',
    ...nodes.map((node) => {
      const [open, close] = node.kind === 'file' ? ['[/', '/]'] : node.count > 1 ? ['[[', ']]'] : ['[', ']'];
      return `  ${names.get(node.id)!}${open}"${text(nodeLabel(node))}"${close}`;
    }),
    ...edges.map(({ from, to }) => `  ${names.get(from)!} --> ${names.get(to)!}`),
  ].join('\n');
}
