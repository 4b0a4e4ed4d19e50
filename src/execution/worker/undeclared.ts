import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { isWithin } from '../../pipeline/within.ts';
import type { StageJob } from '../job.ts';
import type { ReadFiles } from '../stage/read-files.ts';

/** What the engine itself loads while a stage runs, where the project is the checkout of the engine. */
const ENGINE = ['execution', 'cache', 'pipeline'].map((folder) =>
  fileURLToPath(new URL(`../../${folder}`, import.meta.url)),
);

/**
 * Makes sure that a stage file has loaded and read no file of the project that its key does not hold: an edit of such a file would go
 * unnoticed. Packages count by their versions.
 * @param loaded - files that the process has loaded as code
 * @throws PipelineError stage-code
 */
export function checkDeclared(job: StageJob, loaded: Iterable<string>, { read }: ReadFiles): void {
  const isDeclared = declaredBy(job);
  const code = [...loaded].filter((path) => !isDeclared(path)).sort();
  if (code.length > 0)
    throw new PipelineError('stage-code', `the stage loaded ${named(code)}, which its key does not see`, {
      location: job.location,
      hint: 'Write the name out where it is imported: import("./x.ts"); a name that is put together when the stage runs cannot be followed.',
    });
  const files = [...read].filter((path) => !isDeclared(path) && existsSync(path)).sort();
  if (files.length === 0) return;
  const path = relative(job.projectRoot, files[0]!).split(sep).join('/');
  throw new PipelineError('stage-code', `the stage read ${named(files)}, which its key does not see`, {
    location: job.location,
    hint: `Declare it in pipeline.yaml, needs: { x: { file: ${path} } }, and read context.input("x").path; or, for a file beside the code, write its path out there: new URL("./x", import.meta.url).`,
  });
}

/** Says what a stage was looking for that failed on a relative path: its current folder is its own, and empty. */
export function soughtInProject(job: StageJob, { relative: paths }: ReadFiles): PipelineError | undefined {
  const sought = [...paths].find((path) => !existsSync(path) && existsSync(resolve(job.projectRoot, path)));
  if (sought === undefined) return undefined;
  return new PipelineError(
    'stage-failed',
    `the stage looked for ${sought} in its current folder, which is its own and empty; the project has such a file`,
    {
      location: job.location,
      hint: `Declare it in pipeline.yaml, needs: { x: { file: ${sought} } }, and read context.input("x").path.`,
    },
  );
}

/** Says what a stage in a sandbox was looking for that is there, but not in the sandbox. */
export function soughtOutside(job: StageJob, reads: ReadFiles): PipelineError | undefined {
  const inProject = soughtInProject(job, reads);
  if (inProject !== undefined) return inProject;
  const isDeclared = declaredBy(job);
  const path = [...reads.read].find(
    (one) => isAbsolute(one) && existsSync(one) && !(isWithin(one, job.projectRoot) && isDeclared(one)),
  );
  if (path === undefined) return undefined;
  const name = isWithin(path, job.projectRoot) ? relative(job.projectRoot, path) : path;
  return new PipelineError('stage-failed', `the stage looked for ${path}, which is not in its sandbox`, {
    location: job.location,
    hint: `Declare it in pipeline.yaml, needs: { x: { file: ${name} } }, and read context.input("x").path.`,
  });
}

function declaredBy(job: StageJob): (path: string) => boolean {
  const root = realPath(job.projectRoot);
  const stage = job.work.kind === 'uses' ? [job.work.file] : [];
  const files = new Set(
    [...stage, ...job.codeFiles.map(([path]) => path)].flatMap((path) => [path, realPath(path)]),
  );
  const folders = [job.cacheRoot, ...job.projectFiles.map(({ path }) => path)].flatMap((path) => [
    path,
    realPath(path),
  ]);
  return (path) => {
    const real = realPath(path);
    const spelled = [path, real];
    const inProject = isWithin(path, job.projectRoot) || isWithin(real, root);
    return (
      !inProject ||
      spelled.some(
        (one) => files.has(one) || [...folders, ...ENGINE].some((folder) => isWithin(one, folder)),
      ) ||
      real.split(sep).includes('node_modules')
    );
  };
}

function named(paths: readonly string[]): string {
  return paths.length === 1 ? paths[0]! : `${paths[0]!} and ${paths.length - 1} more files of the project`;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
