// Runs a plan that comes on stdin, prints its events as lines of JSON, and ends with the exit code of the run.
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import type { RunOptions } from '../../src/execution/run-options.ts';
import { PipelineError } from '../../src/pipeline/faults/error.ts';
import type { Plan } from '../../src/pipeline/plan/plan.ts';

enableCompileCache();
const { runPlan } = await import('../../src/execution/run-plan.ts');
const { plan, options } = JSON.parse(readFileSync(0, 'utf8')) as { plan: Plan; options: RunOptions };
try {
  const summary = await runPlan(plan, options, (event) => {
    process.stdout.write(`${JSON.stringify(event)}\n`);
  });
  process.exitCode = summary.exitCode;
} catch (error) {
  if (!(error instanceof PipelineError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.hint ?? ''}\n`);
  process.exitCode = error.exitCode;
}
