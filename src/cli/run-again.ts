import type { RunEvent } from '../execution/event.ts';
import { counted } from '../pipeline/faults/counted.ts';
import { present } from '../present.ts';
import type { GlobalOptions } from './options.ts';
import { say, sayPackaged } from './output.ts';
import { checkProjectFiles, openProject } from './project.ts';

/** Runs instances that are up to date again, and says which give other bytes than are stored; the exit code is 1 where one does. */
export async function runAgain(
  targets: readonly string[],
  options: GlobalOptions,
  perStage: number,
): Promise<number> {
  const project = await openProject(options, targets);
  await checkProjectFiles(project);
  sayPackaged(project, options);
  const { checkDeterminism } = await import('../execution/determinism/check-determinism.ts');
  const { plan, targets: ids, cacheFolder } = project;
  const { same, differ, failed } = await checkDeterminism(
    plan,
    { cacheFolder, ...present({ targets: ids, jobs: options.jobs }) },
    perStage,
    (event) => {
      if (options.json === true) process.stdout.write(`${JSON.stringify(event)}\n`);
      else tell(event);
    },
  );
  if (options.json !== true) {
    const total = same + differ + failed;
    say(
      total === 0
        ? 'nothing was compared: only what is up to date, with its output and its inputs in the cache, can be ("eos-pipeline repro" first)'
        : `${counted(total, 'instance')} ran again: ${same} gave the same bytes, ${differ} other bytes, ${failed} failed; nothing was stored`,
    );
  }
  return differ + failed > 0 ? 1 : 0;
}

function tell(event: RunEvent): void {
  if (event.type === 'instance-warning') say(`warning  ${event.instance}: ${event.message}`);
  if (event.type !== 'determinism-checked') return;
  const { instance, same, path, problem } = event;
  if (same) say(`same     ${instance}`);
  else if (path === undefined) say(`failed   ${instance}: ${problem!}`);
  else say(`differs  ${instance}: ${path}: ${problem!}`);
}
