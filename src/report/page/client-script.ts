import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, stop } from 'esbuild';
import { startReport } from '../client/start.ts';
import { folderOfPackage } from './notices.ts';

/** A script, and the folders of the packages that are in it. */
export interface BundledScript {
  code: string;
  packages: string[];
}

/**
 * The page's script with Vega and Vega-Lite, bundled from its sources.
 *
 * The entry is named through the function itself: so the code digest of the stage covers all that the page runs.
 */
export function clientScript(): BundledScript {
  const folder = fileURLToPath(new URL('../client/', import.meta.url));
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const { outputFiles, metafile } = buildSync({
    stdin: {
      contents: `import { ${startReport.name} } from './start.${extension}'; ${startReport.name}();`,
      resolveDir: folder,
      sourcefile: 'entry.js',
    },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // esbuild's process would outlive the stage.
  void stop();
  // An installed package lies in node_modules itself: what is its own needs no notice.
  const own = fileURLToPath(new URL('../../', import.meta.url));
  // Files that are bundled: outside of the key are none of them, since the entry is named above.
  const files = Object.keys(metafile.inputs).map((file) => resolve(folder, file));
  const folders = files.filter((file) => !file.startsWith(own)).map(folderOfPackage);
  const packages = [...new Set(folders)].filter((found) => found !== undefined).sort();
  return { code: outputFiles[0]!.text, packages };
}
