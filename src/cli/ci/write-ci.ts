import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { statsAt } from '../../cache/files/signature.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { openProject } from '../project.ts';
import { githubWorkflow } from './github-workflow.ts';
import { gitlabPipeline } from './gitlab-pipeline.ts';

/** Where continuous integration runs. */
export type CiService = 'github' | 'gitlab';

const FILES = { github: '.github/workflows/report.yml', gitlab: '.gitlab-ci.yml' };
const TEXTS = { github: githubWorkflow, gitlab: gitlabPipeline };

/** Writes the one file that makes a service run the pipeline on every change; overwrites nothing. */
export async function writeCi(service: CiService, options: GlobalOptions): Promise<number> {
  const { root, plan } = await openProject(options);
  const path = FILES[service];
  const file = join(root, path);
  if (statsAt(file) !== undefined)
    refuse(`${path} is there already; nothing was written`, 'remove it first, or change it by hand');
  const repository = repositoryOf(root);
  if (repository !== root)
    refuse(
      `the project lies in ${relative(repository, root)} of the repository ${repository}: ${path} is read at its root only`,
      'run the command in a project at the root of a repository, and move the file and its paths from there',
    );
  if (!existsSync(join(root, 'package-lock.json')))
    refuse(
      `there is no package-lock.json in ${root}: "npm ci" of the job installs by it`,
      'write it: npm install --save-dev eos-pipeline',
    );
  const published = plan.instances.find(({ publish }) => publish !== undefined)?.publish;
  const folder = published === undefined ? undefined : relative(root, published).replaceAll('\\', '/');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, TEXTS[service](folder));
  if (options.json === true) sayJson({ type: 'init', root, files: [path] });
  else say(`${path}\n\nCommit it, and every push and pull request runs what it changes.`);
  return 0;
}

function refuse(message: string, hint: string): never {
  throw new PipelineError('bad-argument', message, { hint });
}

/** The nearest folder that a repository begins in; the folder itself where there is none above. */
function repositoryOf(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return root;
  }
}
