import type { Command } from 'commander';
import { nearestWord } from '../../pipeline/suggestion.ts';
import { createProgress, type ProgressStyle } from '../../progress/progress.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayPackaged } from '../output.ts';
import { withRerunOptions } from '../rerun.ts';
import { checkProjectFiles, chosenInstances, openProject } from '../project.ts';

/** Brings the targets up to date, or says what would be done. */
export async function run(targets: string[], options: GlobalOptions, program: Command): Promise<number> {
  const [first] = program.args;
  const commands = program.commands.map((command) => command.name());
  // The command line without a command is "repro": a mistyped command arrives here as a target.
  const mistyped = first === targets[0] && first !== undefined ? nearestWord(first, commands) : undefined;
  if (options.dryRun === true) {
    const { dryRun } = await import('../dry-run.ts');
    return dryRun(targets, options);
  }
  const project = await openProject(options, targets, mistyped);
  await checkProjectFiles(project);
  sayPackaged(project, options);

  const totals = new Map(project.plan.stages.map((stage) => [stage, 0]));
  for (const { stage } of chosenInstances(project)) totals.set(stage, totals.get(stage)! + 1);
  for (const [stage, total] of totals) if (total === 0) totals.delete(stage);
  const progress = createProgress(styleFor(options), totals, (text) => process.stdout.write(text));

  const { runPlan } = await import('../../execution/run-plan.ts');
  const { plan, targets: ids, cacheFolder, pipeline, settings } = project;
  try {
    const summary = await runPlan(
      plan,
      {
        cacheFolder,
        ...(ids === undefined ? {} : { targets: ids }),
        ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
        ...(options.keepGoing === undefined ? {} : { keepGoing: options.keepGoing }),
        ...(options.force === undefined ? {} : { force: options.force }),
        async validate(instances) {
          const { validateInstances } = await import('../../pipeline/validate-instances.ts');
          await validateInstances(instances, pipeline, settings);
        },
      },
      (event) => {
        progress.listen(withRerunOptions(event, options));
      },
    );
    await progress.end();
    if (options.json !== true) {
      const { summaryText } = await import('../../progress/outcome.ts');
      // Counted from the start of the process: what the person waited for.
      say(summaryText(summary, performance.now()));
    }
    return summary.exitCode;
  } catch (error) {
    await progress.end();
    throw error;
  }
}

function styleFor({ json }: GlobalOptions): ProgressStyle {
  if (json === true) return 'json';
  return process.stdout.isTTY ? 'tree' : 'lines';
}
