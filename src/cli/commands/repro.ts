import { realpathSync } from 'node:fs';
import type { Command } from 'commander';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { recallFreshRun } from '../../cache/fresh-run.ts';
import { signatureAt } from '../../cache/files/signature.ts';
import type { RunRequest } from '../../execution/run-options.ts';
import { nearestWord } from '../../pipeline/faults/suggestion.ts';
import { nothingToDo } from '../../progress/nothing-to-do.ts';
import { dataDirOption, pipelineFile, projectFolders } from '../folders.ts';
import { onGithub } from '../github/on-github.ts';
import { headMoves } from '../provenance/head-moves.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayPackaged } from '../output.ts';

/** Brings everything or the targets up to date, or says what would be done. */
export async function run(
  targets: string[],
  options: GlobalOptions & { timeBudget?: number; detach?: boolean; publishTo?: string },
  program: Command,
): Promise<number> {
  if (options.dryRun === true) {
    const { dryRun } = await import('../dry-run.ts');
    return dryRun(targets, options);
  }
  if (options.checkDeterminism !== undefined) {
    const { runAgain } = await import('../run-again.ts');
    return runAgain(targets, options, options.checkDeterminism);
  }
  // A trial leaves what the next run of the pipeline itself goes by.
  const request = options.publishTo === undefined ? requestOf(targets, options) : undefined;
  // Programs that read JSON expect an event for each instance.
  if (request !== undefined && options.force !== true && options.json !== true) {
    const { root, cacheFolder } = projectFolders(options);
    const instances = recallFreshRun(new CacheFolder(cacheFolder), request.question);
    if (instances !== undefined) {
      sayPackaged(pipelineFile(root), options);
      const done = nothingToDo(instances, performance.now());
      say(done);
      if (onGithub()) (await import('../github/append-summary.ts')).appendSummary([`eos-pipeline: ${done}`]);
      return 0;
    }
  }
  const [first] = program.args;
  const commands = program.commands.map((command) => command.name());
  // The command line without a command is "repro": a mistyped command arrives here as a target.
  const mistyped = first === targets[0] && first !== undefined ? nearestWord(first, commands) : undefined;
  const { runProject } = await import('../run-project.ts');
  return runProject(targets, options, mistyped, request);
}

/** Under which a run is remembered; undefined where a file that appears in the data dir could change the plan. */
function requestOf(targets: readonly string[], options: GlobalOptions): RunRequest | undefined {
  const startedMs = Date.now();
  const { root, cacheFolder } = projectFolders(options);
  const { file: path } = pipelineFile(root);
  if (dataDirOption(options).dataDir !== undefined) return undefined;
  const file = realpathSync(path);
  const signature = signatureAt(file);
  if (signature === undefined) return undefined;
  const { profile, set, only } = options;
  // What stands beside a published report names the commit.
  const head = headMoves(root);
  const question = JSON.stringify({ root, file, cacheFolder, profile, set, only, targets, head });
  return { question, pipeline: [file, ...signature], startedMs };
}
