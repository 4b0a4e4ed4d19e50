import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { statsAt } from '../cache/files/signature.ts';
import { PipelineError } from '../pipeline/faults/error.ts';
import { statsBehind } from '../pipeline/stats-behind.ts';
import type { GlobalOptions } from './options.ts';

const PIPELINE = 'pipeline.yaml';

/** The folder of this package: the checkout, or the installed package (whose compiled files lie in dist/). */
export function packageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const above = resolve(here, '../..');
  return existsSync(join(above, 'package.json')) ? above : dirname(above);
}

/** Absolute path of the project folder and of its cache, which need no readable pipeline.yaml. */
export function projectFolders(options: GlobalOptions): { root: string; cacheFolder: string } {
  const root = resolve(options.cwd ?? '.');
  if (!existsSync(root))
    throw new PipelineError('bad-argument', `--cwd ${options.cwd ?? ''}: the folder does not exist`, {
      hint: `${root} is looked for`,
    });
  refuseFile(root, `--cwd ${options.cwd ?? ''}`);
  const cacheFolder = options.cacheDir === undefined ? join(root, 'cache') : resolve(options.cacheDir);
  refuseNoFolder(cacheFolder);
  return { root, cacheFolder };
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
 * @throws PipelineError bad-argument in a folder below a project, for which the packaged one is hardly meant
 */
export function pipelineFile(root: string): { file: string; packaged: boolean } {
  const own = join(root, PIPELINE);
  if (existsSync(own)) return { file: own, packaged: false };
  const project = projectAbove(root);
  if (project === undefined) return { file: join(packageFolder(), PIPELINE), packaged: true };
  throw new PipelineError('bad-argument', `there is no ${PIPELINE} in ${root}, and one in ${project}`, {
    hint: `Say it there, or with --cwd ${project}. The pipeline that comes along runs in a folder that is in no project.`,
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
