import { fileURLToPath } from 'node:url';
import { buildSync, stop } from 'esbuild';
import { startReport } from '../client/start.ts';

/**
 * The page's script with Vega and Vega-Lite, bundled from its sources.
 *
 * The entry is named through the function itself: so the code digest of the stage covers all that the page runs.
 */
export function clientScript(): string {
  const folder = fileURLToPath(new URL('../client/', import.meta.url));
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { ${startReport.name} } from './start.${extension}'; ${startReport.name}();`,
      resolveDir: folder,
      sourcefile: 'entry.js',
    },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // esbuild's process would outlive the stage.
  void stop();
  return outputFiles[0]!.text;
}
