import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { graphOf, type Graph } from '../dag/graph.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { chosenInstances, openProject } from '../project.ts';

type Format = 'ascii' | 'mermaid' | 'dot' | 'html';

/** Draws the graph of the stages. */
export async function run(
  _arguments: string[],
  options: GlobalOptions & { format: Format; full?: boolean; output?: string },
): Promise<number> {
  const project = await openProject(options);
  const graph = graphOf(project.plan, chosenInstances(project), options.full === true);
  if (options.json === true) {
    sayJson({ type: 'dag', ...graph });
    return 0;
  }
  const text = await draw(graph, options.format);
  if (options.output === undefined) say(text);
  else write(resolve(options.output), `${text}\n`);
  return 0;
}

async function draw(graph: Graph, format: Format): Promise<string> {
  switch (format) {
    case 'ascii':
      return (await import('../dag/ascii.ts')).asciiDag(graph);
    case 'mermaid':
      return (await import('../dag/mermaid.ts')).mermaidDag(graph);
    case 'dot':
      return (await import('../dag/dot.ts')).dotDag(graph);
    case 'html':
      return (await import('../dag/html-dag.ts')).htmlDag(graph);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new PipelineError(
      'bad-argument',
      `--output ${file} cannot be written: ${(cause as Error).message}`,
      { cause },
    );
  }
  say(file);
}
