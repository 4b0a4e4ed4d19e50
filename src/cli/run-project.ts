import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { RemoteSetting } from '../cache/remotes/remote-settings.ts';
import { EVENT_VERSION, type RunEvent } from '../execution/event.ts';
import type { RunRequest } from '../execution/run-options.ts';
import { countsByStage } from '../execution/run-tally.ts';
import type { Instance } from '../pipeline/plan/plan.ts';
import { isDrawable } from '../progress/drawn-line.ts';
import { createProgress, type ProgressStyle } from '../progress/progress.ts';
import type { GithubRun } from './github/github-run.ts';
import { leaveWhenInterrupted } from './before/leave-when-interrupted.ts';
import { onGithub } from './github/on-github.ts';
import type { GlobalOptions } from './options.ts';
import { say, sayPackaged } from './output.ts';
import { withRerunOptions } from './rerun.ts';
import { checkProjectFiles, chosenInstances, openProject, type Project } from './project.ts';
import { present } from '../present.ts';

/** How long a person has to press Ctrl-C once more. */
const LEAVE_MS = 10_000;

/** Runs what is not up to date, and shows how it goes; `mistyped` is the command that the first target probably was meant to be. */
export async function runProject(
  targets: readonly string[],
  options: GlobalOptions & { timeBudget?: number; detach?: boolean; publishTo?: string },
  mistyped: string | undefined,
  request: RunRequest | undefined,
): Promise<number> {
  let stopLeaving = leaveWhenInterrupted(options.json === true);
  const project = await openProject(options, targets, mistyped);
  await checkProjectFiles(project);
  sayPackaged(project, options);

  const totals = countsByStage(chosenInstances(project));
  const github = await githubRun(project, totals);
  const progress = createProgress(styleFor(options), totals, (text) => process.stdout.write(text));

  const { runPlan } = await import('../execution/run-plan.ts');
  const published: string[] = [];
  const { plan, targets: ids, cacheFolder, pipeline, settings } = project;
  try {
    const summary = await runPlan(
      plan,
      {
        cacheFolder,
        ...present({
          lockFile: trialLock(project, options.publishTo),
          targets: ids,
          jobs: options.jobs,
          keepGoing: options.keepGoing,
          force: options.force,
          stopAtMs: options.timeBudget,
          detach: options.detach,
          remoteOnly: options.remoteOnly,
        }),
        // Only a person at a terminal can insist.
        leaveMs: process.stdin.isTTY && process.stdout.isTTY ? LEAVE_MS : 0,
        remotes: await remotesOf(project, options),
        request,
        // To look at everything is one piece of work: while it lasts a listener would hear nothing, and nothing would end it.
        beforeLook: () => stopLeaving(),
        async forecast(instances) {
          const { runForecast } = await import('./before/run-forecast.ts');
          return runForecast(project, instances, options.jobs ?? availableParallelism());
        },
        async accompany(results, ran) {
          const { writeCompanions } = await import('./provenance/write-companions.ts');
          await writeCompanions(project, results, ran);
        },
        async validate(instances) {
          stopLeaving = leaveWhenInterrupted(options.json === true);
          const { validateInstances } = await import('../pipeline/stage/validate-instances.ts');
          await validateInstances(instances, pipeline, settings);
          const { blasRemark } = await import('./before/blas-remark.ts');
          const remark = await blasRemark(instances);
          if (remark !== undefined) progress.listen(warning(remark.instance, remark.message));
        },
      },
      (event) => {
        if (event.type === 'instance-published') published.push(event.folder);
        const told = withRerunOptions(event, options);
        progress.listen(told);
        github?.listen(told);
      },
    );
    await progress.end();
    github?.end(summary, publishFolders(project), performance.now());
    if (options.json !== true) {
      const { summaryText } = await import('../progress/outcome.ts');
      // Counted from the start of the process: what the person waited for.
      say(summaryText(summary, performance.now()));
      if (summary.exitCode === 0 && (summary.ran > 0 || published.length > 0))
        for (const path of publishedPlaces(project)) say(`published: ${path}`);
    }
    return summary.exitCode;
  } catch (error) {
    await progress.end();
    throw error;
  } finally {
    await stopLeaving();
  }
}

/** Loaded only where something speaks of remotes. */
async function remotesOf(project: Project, options: GlobalOptions): Promise<RemoteSetting[]> {
  const isAsked = ['EOS_REMOTE', 'EOS_REMOTE_ACCESS'].some((name) => process.env[name] !== undefined);
  const { remotes } = project.pipeline.config;
  if (!isAsked && remotes === undefined && options.remoteOnly !== true) return [];
  const { projectRemotes } = await import('./remotes/project-remotes.ts');
  return projectRemotes(project, options);
}

/** A trial that publishes elsewhere says so in a lock file beside that folder: pipeline.lock stays as it is. */
function trialLock({ root }: Project, publishTo: string | undefined): string | undefined {
  return publishTo === undefined ? undefined : `${resolve(root, publishTo)}.lock`;
}

function warning({ id: instance, stage }: Instance, message: string): RunEvent {
  const time = new Date().toISOString();
  return { version: EVENT_VERSION, time, type: 'instance-warning', instance, stage, message };
}

/** Loaded only where GitHub reads it. */
async function githubRun(
  { plan }: Project,
  totals: ReadonlyMap<string, number>,
): Promise<GithubRun | undefined> {
  if (!onGithub()) return undefined;
  const { GithubRun } = await import('./github/github-run.ts');
  return new GithubRun(plan, totals);
}

function publishFolders(project: Project): string[] {
  return chosenInstances(project).flatMap(({ publish }) => (publish === undefined ? [] : [publish]));
}

/** What a person opens after a run: the index.html of each published folder, or the folder. */
function publishedPlaces(project: Project): string[] {
  return publishFolders(project).map((folder) => {
    const page = join(folder, 'index.html');
    return relative('.', existsSync(page) ? page : folder);
  });
}

function styleFor({ json }: GlobalOptions): ProgressStyle {
  if (json === true) return 'json';
  return isDrawable() && !onGithub() ? 'tree' : 'lines';
}
