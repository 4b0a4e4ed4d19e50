import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { statsAt } from '../cache/files/signature.ts';
import { PipelineError } from '../pipeline/faults/error.ts';
import { lookAlike } from '../pipeline/plan/look-alike.ts';
import { statsBehind } from '../pipeline/stats-behind.ts';
import { isWithin } from '../pipeline/within.ts';
import type { GlobalOptions } from './options.ts';

const PIPELINE = 'pipeline.yaml';
const OTHER_ENDING = 'pipeline.yml';

/** The folder of this package: the checkout, or the installed package (whose compiled files lie in dist/). */
export function packageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const above = resolve(here, '../..');
  return existsSync(join(above, 'package.json')) ? above : dirname(above);
}

/** Absolute path of the project folder and of its cache, which need no readable pipeline.yaml. */
export function projectFolders(options: GlobalOptions): { root: string; cacheFolder: string } {
  refuseEmpty('--cwd', options.cwd);
  refuseEmpty('--cache-dir', options.cacheDir);
  const root = resolve(options.cwd ?? '.');
  if (!existsSync(root))
    throw new PipelineError('bad-argument', `--cwd ${options.cwd ?? ''}: the folder does not exist`, {
      hint: `${root} is looked for`,
    });
  refuseFile(root, `--cwd ${options.cwd ?? ''}`);
  const cacheFolder = options.cacheDir === undefined ? join(root, 'cache') : resolve(options.cacheDir);
  refuseNoFolder(cacheFolder);
  if (isWithin(root, cacheFolder))
    throw new PipelineError('bad-argument', `the cache ${cacheFolder} would hold the project itself`, {
      hint: `name a folder of its own with --cache-dir, such as ${join(root, 'cache')}`,
    });
  return { root, cacheFolder };
}

/** An option whose variable is not set (`--cache-dir "$SCRATCH"`) would mean the current folder. */
function refuseEmpty(option: string, folder: string | undefined): void {
  if (folder !== '') return;
  throw new PipelineError('bad-argument', `${option} names no folder`, {
    hint: 'leave the option out, or name one; a variable in its place may not be set',
  });
}

/** A cache that is not there yet is fine; anything but a folder in its place is not. */
function refuseNoFolder(cacheFolder: string): void {
  const stats = statsAt(cacheFolder);
  if (stats === undefined || stats.isDirectory()) return;
  const leads = stats.isSymbolicLink() ? statsBehind(cacheFolder) : undefined;
  if (leads?.isDirectory() === true) return;
  const found = stats.isSymbolicLink()
    ? `a link that leads to ${leads === undefined ? 'nothing' : 'no folder'}`
    : `${stats.isFile() ? 'a file' : 'a special file'}, not a folder`;
  throw new PipelineError('cache-not-writable', `the cache ${cacheFolder} is ${found}`, {
    hint: 'Move it away, or choose another folder with --cache-dir.',
  });
}

/**
 * The pipeline.yaml of a project: its own, or the packaged one where it has none.
 * @throws PipelineError bad-argument in a folder below a project, or with a file of nearly this name, for which the packaged one is hardly meant
 */
export function pipelineFile(root: string): { file: string; packaged: boolean } {
  const own = join(root, PIPELINE);
  if (existsSync(own)) return { file: own, packaged: false };
  refuseAlmost(own);
  const project = projectAbove(root);
  if (project === undefined) return { file: join(packageFolder(), PIPELINE), packaged: true };
  throw new PipelineError('bad-argument', `there is no ${PIPELINE} in ${root}, and one in ${project}`, {
    hint: `Say it there, or with --cwd ${project}. The pipeline that comes along runs in a folder that is in no project.`,
  });
}

/** A link to nothing, `pipeline.yml`, `Pipeline.yaml`. */
function refuseAlmost(file: string): void {
  if (statsAt(file) !== undefined)
    throw new PipelineError('bad-argument', `${file} is a link that leads to nothing`, {
      hint: 'correct the link, or remove it',
    });
  const other = join(dirname(file), OTHER_ENDING);
  const found = existsSync(other) ? `"${other}" is there` : lookAlike(file);
  if (found === undefined) return;
  throw new PipelineError('bad-argument', `there is no ${PIPELINE} in ${dirname(file)}`, {
    hint: `${found}; rename it to ${PIPELINE}`,
  });
}

function projectAbove(folder: string): string | undefined {
  const above = dirname(folder);
  if (above === folder) return undefined;
  return existsSync(join(above, PIPELINE)) ? above : projectAbove(above);
}

function refuseFile(path: string, named: string): void {
  if (statSync(path).isDirectory()) return;
  throw new PipelineError('bad-argument', `${named} is a file, expected a folder`, {
    hint: `name the folder that it lies in: ${dirname(path)}`,
  });
}

/** --data-dir, or EOS_DATA_DIR: where files lie that the pipeline would download. */
export function dataDirOption({ dataDir = process.env['EOS_DATA_DIR'] }: GlobalOptions): {
  dataDir?: string;
} {
  if (dataDir === undefined || dataDir === '') return {};
  const folder = resolve(dataDir);
  if (!existsSync(folder))
    throw new PipelineError('bad-argument', `the data dir ${dataDir} does not exist`, {
      hint: `${folder} is looked for; --data-dir or EOS_DATA_DIR names the folder`,
    });
  refuseFile(folder, `the data dir ${dataDir}`);
  return { dataDir: folder };
}
