import { CacheFolder } from '../cache/files/cache-folder.ts';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildPlan } from '../pipeline/plan/build-plan.ts';
import { loadPipeline, type Pipeline } from '../pipeline/source/load-pipeline.ts';
import { checkFiles } from '../pipeline/plan/check-files.ts';
import { withUpstream } from '../pipeline/plan/upstream.ts';
import { FaultList } from '../pipeline/faults/fault-list.ts';
import type { Instance, Plan } from '../pipeline/plan/plan.ts';
import { select } from '../pipeline/matrix/select.ts';
import type { Settings } from '../pipeline/values/settings.ts';
import { dataDirOption, packageFolder, pipelineFile, projectFolders } from './folders.ts';
import type { GlobalOptions } from './options.ts';
import { present } from '../present.ts';

/** Everything a command needs to know about where it works. */
export interface Project {
  /** Absolute path of the folder that receives cache/ and reports/. */
  root: string;
  cacheFolder: string;
  /** Absolute path of pipeline.yaml. */
  file: string;
  pipeline: Pipeline;
  plan: Plan;
  settings: Settings;
  /** Ids that targets and --only chose; absent: everything. */
  targets?: string[];
  /** The pipeline.yaml of this package is used, because there is none here. */
  packaged: boolean;
}

/** Reads the pipeline and chooses the instances that the command line names; throws with everything that is wrong. */
export async function openProject(
  options: GlobalOptions & { publishTo?: string },
  targets: readonly string[] = [],
  /** The command that the first target probably was meant to be. */
  command?: string,
): Promise<Project> {
  const folders = projectFolders(options);
  const { file, packaged } = pipelineFile(folders.root);
  const pipeline = await loadPipeline(file, new CacheFolder(folders.cacheFolder).memory);
  const { plan, settings } = await buildPlan(pipeline, {
    root: folders.root,
    cacheFolder: folders.cacheFolder,
    stageFile: (uses) => stageFile(uses, dirname(pipeline.source.file)),
    ...present({
      profile: options.profile,
      set: options.set,
      only: options.only,
      executor: options.executor,
    }),
    ...(options.publishTo !== undefined && { publishTo: resolve(folders.root, options.publishTo) }),
    ...dataDirOption(options),
  });
  const chosen = select(plan, targets);
  if (chosen.faults.length > 0)
    await pipeline.source.fail(
      command === undefined
        ? chosen.faults
        : chosen.faults.map((fault) => ({ ...fault, hint: `did you mean the command "${command}"?` })),
    );
  const project = { ...folders, file, packaged, pipeline, plan, settings };
  return chosen.ids === undefined ? project : { ...project, targets: chosen.ids };
}

/** The chosen instances and everything that they need. */
export function chosenInstances({ plan, targets }: Project): Instance[] {
  if (targets === undefined) return plan.instances;
  const wanted = new Set(targets);
  return withUpstream(plan.instances, ({ id }) => wanted.has(id));
}

/** Throws where a project file is missing that a chosen instance needs. */
export async function checkProjectFiles(project: Project): Promise<void> {
  const faults = new FaultList();
  checkFiles(chosenInstances(project), faults);
  if (faults.faults.length > 0) await project.pipeline.source.fail(faults.faults);
}

const OWN_STAGES = 'eos-pipeline/stages/';

/** A packaged stage is compiled where this package is installed, and TypeScript in a checkout. */
function stageFile(uses: string, folder: string): string {
  const own = packageFolder();
  const path = uses.startsWith(OWN_STAGES)
    ? join(own, 'stages', uses.slice(OWN_STAGES.length))
    : resolve(folder, uses);
  const compiled = join(own, 'dist', path.slice(own.length)).replace(/\.ts$/, '.js');
  return path.startsWith(join(own, 'stages')) && !existsSync(path) && existsSync(compiled) ? compiled : path;
}
