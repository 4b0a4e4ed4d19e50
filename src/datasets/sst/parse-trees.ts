import { DataError } from '../data-error.ts';

/** A node of a sentiment tree: the words it spans, joined by single spaces, and its sentiment 0 (worst) to 4 (best). */
export interface SentimentPhrase {
  text: string;
  sentiment: number;
}

interface OpenNode {
  index: number;
  firstWord: number;
  /** Whether the node holds a word, nodes, or nothing yet. */
  holds?: 'word' | 'nodes';
}

/**
 * Parses sentiment trees in Penn Treebank form, one a line, `(3 (2 It) (4 shines))`; the nodes of each in pre-order.
 * Only the ASCII space separates: three training trees hold a no-break space inside a word.
 * @param text the whole file
 * @param file its name, for messages
 */
export function parseTrees(text: string, file: string): SentimentPhrase[][] {
  const trees: SentimentPhrase[][] = [];
  for (const [index, line] of text.split(/\r?\n/).entries())
    if (line !== '') trees.push(parseTree(line, { file, line: index + 1 }));
  if (trees.length > 0) return trees;
  throw new DataError('the file is empty, expected a sentiment tree a line', {
    location: { file, line: 1, column: 1 },
  });
}

const piecePattern = /\(([^ ()]*) ?|\) ?|([^ ()]+) ?| /g;

function parseTree(line: string, place: { file: string; line: number }): SentimentPhrase[] {
  const nodes: SentimentPhrase[] = [];
  const open: OpenNode[] = [];
  const words: string[] = [];
  const fault = (offset: number, message: string): DataError =>
    new DataError(message, { location: { ...place, column: offset + 1 } });
  for (const { 0: matched, 1: sentiment, 2: word, index: offset } of line.matchAll(piecePattern)) {
    const node = open.at(-1);
    const piece = word ?? matched;
    if (node === undefined && nodes.length > 0)
      throw fault(offset, `"${line.slice(offset)}" follows the end of the tree, expected one tree a line`);
    if (sentiment !== undefined) {
      if (!/^[0-4]$/.test(sentiment))
        throw fault(offset + 1, `the sentiment is "${sentiment}", expected a digit from 0 to 4`);
      if (node?.holds === 'word') throw fault(offset, 'a node follows a word, expected ")"');
      if (node !== undefined) node.holds = 'nodes';
      open.push({ index: nodes.length, firstWord: words.length });
      nodes.push({ text: '', sentiment: Number(sentiment) });
      continue;
    }
    if (node === undefined) throw fault(offset, `the line begins with "${piece}", expected "("`);
    if (piece.startsWith(')')) {
      if (node.holds === undefined)
        throw fault(offset, 'the node is empty, expected a word or nodes before ")"');
      nodes[node.index]!.text = words.slice(node.firstWord).join(' ');
      open.pop();
      continue;
    }
    if (node.holds !== undefined)
      throw fault(offset, `"${piece}" follows a ${node.holds === 'word' ? 'word' : 'node'}, expected ")"`);
    node.holds = 'word';
    words.push(piece);
  }
  if (open.length > 0)
    throw fault(
      line.length,
      `the line ends inside ${open.length} open ${open.length === 1 ? 'node' : 'nodes'}, expected ")"`,
    );
  return nodes;
}
