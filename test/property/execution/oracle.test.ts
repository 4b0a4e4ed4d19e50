import fc from 'fast-check';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeTree } from '../../../src/cache/files/remove-tree.ts';
import { runPlan } from '../../../src/execution/run-plan.ts';
import { buildPlan } from '../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../src/pipeline/source/load-pipeline.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type RandomProject, randomEdit, randomProject, writeRandomProject } from './random-project.ts';

/** More for a long search; the seed of a failure is in its message. */
const RUNS = Number(process.env['EOS_ORACLE_RUNS'] ?? 4);

/** Runs a project on a cache; gives what it published and its lock file, byte for byte. */
async function run(folder: string, cache: string): Promise<Record<string, string>> {
  const lockFile = join(folder, `${cache}.lock`);
  const cacheFolder = join(folder, cache);
  const { plan } = await buildPlan(await loadPipeline(join(folder, 'pipeline.yaml')), { cacheFolder });
  const errors: string[] = [];
  const summary = await runPlan(plan, { cacheFolder, lockFile, jobs: 2 }, (event) => {
    if (event.type === 'instance-failed') errors.push(`${event.instance}: ${event.error.message}`);
    if (event.type === 'output-differs') errors.push(`${event.instance} gave other bytes`);
  });
  expect(errors).toEqual([]);
  expect(summary.exitCode).toBe(0);
  const published = readdirSync(join(folder, 'out')).sort();
  return {
    lock: readFileSync(lockFile, 'utf8'),
    ...Object.fromEntries(
      published.map((name) => [name, readFileSync(join(folder, 'out', name, 'x'), 'utf8')]),
    ),
  };
}

function become(folder: string, project: RandomProject): void {
  writeRandomProject(folder, project);
  process.env['EOS_ORACLE'] = project.variable;
}

it(
  'gives from the cache what a run from nothing gives, byte for byte, after any edits',
  { timeout: 36e5 },
  async () => {
    const before = process.env['EOS_ORACLE'];
    await fc.assert(
      fc.asyncProperty(
        randomProject,
        fc.array(randomEdit, { minLength: 1, maxLength: 4 }),
        async (first, edits) => {
          const folder = temporaryFolder();
          let project = first;
          become(folder, project);
          await run(folder, 'kept');
          for (const edit of edits) {
            project = edit(project);
            become(folder, project);
            const kept = await run(folder, 'kept');
            rmSync(join(folder, 'out'), { recursive: true });
            expect(kept).toEqual(await run(folder, 'fresh'));
            removeTree(join(folder, 'fresh'));
            rmSync(join(folder, 'fresh.lock'));
          }
        },
      ),
      { numRuns: RUNS },
    );
    if (before === undefined) delete process.env['EOS_ORACLE'];
    else process.env['EOS_ORACLE'] = before;
  },
);
