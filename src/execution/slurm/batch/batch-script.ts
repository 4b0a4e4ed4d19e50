import { fileURLToPath } from 'node:url';
import { compileCacheFolder } from '../../compile-cache.ts';
import { shellQuote } from '../../../pipeline/values/shell-quote.ts';

const ENTRY = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../node/perform-task.ts' : '../node/perform-task.js',
    import.meta.url,
  ),
);

/**
 * What a node runs: this program's own part for nodes, with the same Node. `exec`, so that the signals that Slurm sends to the script
 * reach it.
 */
export function batchScript(folder: string, node: string = process.execPath): string {
  const words = [node, '--disable-warning=ExperimentalWarning', ENTRY, folder];
  const compiled = compileCacheFolder();
  // With it Node starts in half the time; where a node cannot write there, it does without.
  const cache = compiled === undefined ? '' : `export NODE_COMPILE_CACHE=${shellQuote(compiled)}\n`;
  return `#!/bin/sh\n${cache}exec ${words.map(shellQuote).join(' ')} "\${SLURM_ARRAY_TASK_ID:-0}"\n`;
}
