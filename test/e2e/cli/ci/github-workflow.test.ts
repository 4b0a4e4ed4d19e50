import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BIN, eosPipeline } from '../../../command-line.ts';
import { git } from '../../../git.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { WorkflowRunner, type JobOutcome } from '../../../workflow-runner.ts';

const solver = 'export const step = (x: number): number => x - 0.1 * 2 * x;\n';
const caption = "export const caption = 'How far each seed got';\n";

/** A small study; its command is a package of the project, as in this repository, so that "npm ci" needs no network. */
const project = {
  '.gitignore': 'node_modules/\n/cache/\n/reports/\n',
  'package.json': '{ "private": true, "type": "module", "workspaces": ["command"] }',
  'command/package.json':
    '{ "name": "command", "version": "1.0.0", "type": "module", "bin": { "eos-pipeline": "command.js" } }',
  'command/command.js': `#!/usr/bin/env node\nawait import(${JSON.stringify(pathToFileURL(BIN).href)});\n`,
  'pipeline.yaml': `version: 1
title: A small study
stages:
  data: { run: 'echo 1 > "$EOS_OUTPUT/start.txt"', outputs: [start.txt] }
  train:
    uses: ./stages/train.ts
    matrix: { seed: [1, 2] }
    needs: { data: data }
    with: { seed: '\${{ matrix.seed }}' }
  report: { uses: ./stages/report.ts, needs: { runs: train }, publish: reports }
`,
  'src/solver.ts': solver,
  'src/caption.ts': caption,
  'stages/train.ts': `import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineStage, z } from 'eos-pipeline';
import { step } from '../src/solver.ts';
export default defineStage({
  name: 'train', description: '', params: z.strictObject({ seed: z.int() }), inputs: { data: 'one' }, outputs: ['x.txt'],
  run({ params, input, output }) {
    let x = params.seed * Number(readFileSync(join(input('data').path, 'start.txt'), 'utf8'));
    for (let n = 0; n < 5; n++) x = step(x);
    writeFileSync(join(output, 'x.txt'), String(x));
    return { x };
  },
});
`,
  'stages/report.ts': `import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineStage, z } from 'eos-pipeline';
import { caption } from '../src/caption.ts';
export default defineStage({
  name: 'report', description: '', params: z.strictObject({}), inputs: { runs: 'many' }, outputs: ['index.html'],
  run({ inputs, output }) {
    const rows = inputs('runs').map(({ path }) => readFileSync(join(path, 'x.txt'), 'utf8'));
    writeFileSync(join(output, 'index.html'), [caption, ...rows].join('\\n'));
  },
});
`,
};

function commit(folder: string, files: Record<string, string> = {}): void {
  writeProject(folder, files);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--message', 'a change');
}

/** A repository of these files with the workflow, as "init" wrote it. */
async function repository(files: Record<string, string>): Promise<string> {
  const folder = projectFolder(files);
  execFileSync('npm', ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'ignore',
  });
  expect((await eosPipeline(folder, 'init', '--ci', 'github')).exitCode).toBe(0);
  git(folder, 'init', '--initial-branch', 'main');
  commit(folder);
  return folder;
}

/** The instances that ran, by the log of the job. */
function ran({ log }: JobOutcome): string[] {
  return [...log.matchAll(/^\d\d:\d\d:\d\d (?:\d+\/\d+ )?(\S+) done in /gm)].map((match) => match[1]!).sort();
}

/** Each job installs and starts the command three times. */
const timeout = 600_000;

const trained = ['report', 'train[seed=1]', 'train[seed=2]'];

describe('the workflow that "init --ci github" writes', () => {
  it('runs in each push and pull request what it changes, and no more', { timeout }, async () => {
    const origin = await repository(project);
    const runner = new WorkflowRunner(origin);

    const first = runner.job('main');
    expect(first).toMatchObject({ succeeded: true });
    expect(ran(first)).toEqual(['data', ...trained]);
    expect(readFileSync(join(first.pages!, 'index.html'), 'utf8')).toMatch(/^How far each seed got\n/);
    expect(first.summary).toMatch(/^## A small study\n\nProfile \S+: done in .*: 4 ran\n/);

    // The results are committed. The restored cache knows everything, though the runner's home is new.
    copyFileSync(join(first.workspace, 'pipeline.lock'), join(origin, 'pipeline.lock'));
    commit(origin);
    const locked = runner.job('main');
    expect(ran(locked)).toEqual([]);
    expect(locked.log).toMatch(/^nothing to do: 4 instances up to date/m);
    expect(locked.summary).toContain('No difference to HEAD.');
    expect(locked.changes).toBeUndefined();
    expect(readFileSync(join(locked.pages!, 'index.html'), 'utf8')).toMatch(/^How far each seed got\n/);

    git(origin, 'switch', '--create', 'caption');
    commit(origin, { 'src/caption.ts': caption.replace('far', 'close') });
    const captioned = runner.job('caption');
    expect(ran(captioned)).toEqual(['report']);
    expect(captioned.pages).toBeUndefined();
    expect(captioned.changes).toMatch(
      /^### What would run \(profile none\)\n[^]*^\| report \| 1 \| {2}\| {2}\| code: caption in src\/caption\.ts changed \|$/m,
    );
    expect(captioned.changes).toMatch(/^### Differences to [0-9a-f]{40}\n[^]*^\| report \| changed \| /m);

    git(origin, 'switch', '--create', 'solver', 'main');
    commit(origin, { 'src/solver.ts': solver.replace('0.1', '0.2') });
    const solved = runner.job('solver');
    expect(ran(solved)).toEqual(trained);
    expect(solved.changes).toMatch(
      /^\| train \| 2 \| {2}\| {2}\| code: step in src\/solver\.ts changed \|$/m,
    );
    expect(solved.changes).toMatch(/^\| report \| {2}\| 1 \| {2}\| waits for train \|$/m);
    expect(solved.changes).toMatch(/^\| train\\\[seed=1\\\] \| x \| 0\.32\d+ \| 0\.07\d+ \|$/m);
    expect(solved.summary).toMatch(/^\| train\\\[seed=1\\\] \| x \| 0\.32\d+ \| 0\.07\d+ \|$/m);

    git(origin, 'switch', 'main');
    git(origin, 'merge', '--no-edit', 'caption');
    git(origin, 'merge', '--no-edit', 'solver');
    const merged = runner.job('main');
    expect(ran(merged)).toEqual(trained);
    expect(readFileSync(join(merged.pages!, 'index.html'), 'utf8')).toMatch(/^How close each seed got\n/);

    // Only main saved: each under a key of its own.
    expect(runner.cacheKeys).toEqual([1001, 1002, 1005].map((run) => `eos-Linux-X64-${run}-1`));
  });

  it('keeps the cache of a run that failed, and publishes nothing', { timeout }, async () => {
    const diverges = "export const step = (): number => {\n  throw new Error('it diverged');\n};\n";
    const origin = await repository({ ...project, 'src/solver.ts': diverges });
    const runner = new WorkflowRunner(origin);
    const failed = runner.job('main');
    expect(failed.succeeded).toBe(false);
    expect(failed.pages).toBeUndefined();
    expect(failed.log).toMatch(
      /^::error file=pipeline\.yaml,line=5,col=3,title=train\[seed=\d\] failed::.*it diverged/m,
    );
    commit(origin, { 'src/solver.ts': solver });
    expect(ran(runner.job('main'))).toEqual(trained);
  });
});
