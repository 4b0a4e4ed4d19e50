import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { statsAt } from '../../cache/files/signature.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { packageRoot } from '../../pipeline/stage/package-root.ts';
import { parsePackage } from '../../pipeline/stage/package-text.ts';
import { statsBehind } from '../../pipeline/stats-behind.ts';
import type { CiService } from '../ci/write-ci.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';

const IGNORED = '.gitignore';

/** Writes a commented pipeline.yaml with one own stage and one shell command, ready to run; with --ci, a workflow instead. */
export function run(
  _arguments: string[],
  options: GlobalOptions & { ci?: CiService },
): number | Promise<number> {
  const { ci } = options;
  return ci === undefined
    ? writeProject(options)
    : import('../ci/write-ci.ts').then(({ writeCi }) => writeCi(ci, options));
}

function writeProject(options: GlobalOptions): number {
  const root = resolve(options.cwd ?? '.');
  const files = filesWith(isCommonJs(root) ? 'mts' : 'ts');
  // A link to nothing is there, too: what it leads to would be written.
  const taken = Object.keys(files).filter((name) => statsAt(join(root, name)) !== undefined);
  if (taken.length > 0)
    throw new PipelineError(
      'bad-argument',
      `${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already; nothing was written`,
      {
        hint: 'use an empty folder: eos-pipeline init --cwd FOLDER',
      },
    );
  refuseInTheWay(root, files);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const ignored = ignoreCache(join(root, IGNORED));
  const written = [...Object.keys(files), ...(ignored ? [IGNORED] : [])];
  if (options.json === true) sayJson({ type: 'init', root, files: written });
  else say(`${written.join('\n')}\n\nRun "npx eos-pipeline repro", change something, and run it again.`);
  return 0;
}

/** Whether the nearest package.json, as a new one of npm does, takes .ts files for CommonJS; .mts files are modules anywhere. */
function isCommonJs(root: string): boolean {
  const folder = packageRoot(root);
  if (folder === undefined) return false;
  const file = join(folder, 'package.json');
  return parsePackage(file, readFileSync(file, 'utf8'))['type'] === 'commonjs';
}

/** @throws PipelineError bad-argument where a file has the name of a folder that is to be made, or the other way round */
function refuseInTheWay(root: string, files: Readonly<Record<string, string>>): void {
  const folders = Object.keys(files)
    .map((name) => dirname(name))
    .filter((name) => name !== '.' && statsAt(join(root, name)) !== undefined);
  const wrong = folders.find((name) => statsBehind(join(root, name))?.isDirectory() !== true);
  const ignored = statsAt(join(root, IGNORED));
  const isFolder = ignored !== undefined && statsBehind(join(root, IGNORED))?.isFile() !== true;
  if (wrong === undefined && !isFolder) return;
  throw new PipelineError(
    'bad-argument',
    wrong === undefined
      ? `${IGNORED} is no file, expected one to write to; nothing was written`
      : `${wrong} is no folder, expected one to write into; nothing was written`,
    { hint: 'move it away, or use an empty folder: eos-pipeline init --cwd FOLDER' },
  );
}

function ignoreCache(file: string): boolean {
  const lines = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\/?cache\/?$/m.test(lines)) return false;
  appendFileSync(file, `${lines === '' || lines.endsWith('\n') ? '' : '\n'}cache/\n`);
  return true;
}

const filesWith = (extension: 'ts' | 'mts'): Readonly<Record<string, string>> => ({
  'pipeline.yaml': `# What this file can say: docs/pipeline-yaml.md of eos-pipeline; "eos-pipeline schema" prints its JSON schema.
version: 1
title: My first pipeline

# Values that stages refer to. For one run: eos-pipeline repro --set params.steps=50
params:
  steps: 20
  rates: [0.1, 0.3]

stages:
  # A stage of your own: TypeScript, run as it is. Edit it, and only what depends on it runs again.
  mine:
    uses: ./stages/mine.${extension}
    # One instance for each value: mine[rate=0.1], mine[rate=0.3].
    matrix: { rate: '\${{ params.rates }}' }
    with: { rate: '\${{ matrix.rate }}', steps: '\${{ params.steps }}' }

  # Any shell command. It fills the folder $EOS_OUTPUT; its inputs are the folders in $EOS_INPUT_<NAME>, one a line.
  table:
    needs: { runs: mine }
    run: |
      echo "rate,error" > "$EOS_OUTPUT/table.csv"
      echo "$EOS_INPUT_RUNS" | while read -r folder; do cat "$folder/error.csv"; done >> "$EOS_OUTPUT/table.csv"
    outputs: [table.csv]
    # An exact copy of the output in the project.
    publish: results
`,
  [`stages/mine.${extension}`]: `import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineStage, z } from 'eos-pipeline';

export default defineStage({
  name: 'mine',
  description: 'Walks down x² from x = 1 and writes how far it is from the minimum.',
  // The "with:" block of pipeline.yaml; what does not fit is reported before anything runs.
  params: z.strictObject({ rate: z.number().positive(), steps: z.int().min(1) }),
  // Names under "needs:"; 'one' instance or 'many'.
  inputs: {},
  outputs: ['error.csv'],
  run({ params, output, progress, log }) {
    let x = 1;
    for (let step = 1; step <= params.steps; step++) {
      x -= params.rate * 2 * x;
      progress({ fraction: step / params.steps, message: \`x = \${x.toPrecision(3)}\` });
    }
    log(\`x = \${x}\`);
    writeFileSync(join(output, 'error.csv'), \`\${params.rate},\${x * x}\\n\`);
    // Metrics: shown by "eos-pipeline metrics" and kept in pipeline.lock.
    return { error: x * x };
  },
});
`,
});
