import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { packageRoot } from '../../pipeline/stage/package-root.ts';
import type { CiService } from '../ci/write-ci.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';

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
  const taken = Object.keys(files).filter((name) => existsSync(join(root, name)));
  if (taken.length > 0)
    throw new PipelineError(
      'bad-argument',
      `${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already; nothing was written`,
      {
        hint: 'use an empty folder: eos-pipeline init --cwd FOLDER',
      },
    );
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const ignored = ignoreCache(join(root, '.gitignore'));
  const written = [...Object.keys(files), ...(ignored ? ['.gitignore'] : [])];
  if (options.json === true) sayJson({ type: 'init', root, files: written });
  else say(`${written.join('\n')}\n\nRun "eos-pipeline repro", change something, and run it again.`);
  return 0;
}

/** Whether the nearest package.json, as a new one of npm does, takes .ts files for CommonJS; .mts files are modules anywhere. */
function isCommonJs(root: string): boolean {
  const folder = packageRoot(root);
  if (folder === undefined) return false;
  const description = readFileSync(join(folder, 'package.json'), 'utf8');
  return (JSON.parse(description) as { type?: string }).type === 'commonjs';
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
