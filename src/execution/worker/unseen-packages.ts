import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realPath } from '../../cache/code/targets/real-path.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { isWithin } from '../../pipeline/within.ts';
import type { StageJob } from '../job.ts';

/** The code of this program, which may lie in a package itself. */
const ENGINE = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Makes sure that the key holds the version of every package that code of the project has loaded: an update of such a package would go
 * unnoticed. What packages load themselves are their dependencies, whose versions count with theirs.
 * @param packages - files of packages that the stage has loaded, each with the file of no package that imported it
 * @throws PipelineError stage-code
 */
export async function checkPackages(
  job: StageJob,
  packages: readonly (readonly [file: string, importer: string])[],
): Promise<void> {
  const described = new Set(job.codeFiles.map(([path]) => path));
  let real: Set<string> | undefined;
  for (const [file, importer] of packages) {
    const folder = packageFolder(file);
    const description = join(folder, 'package.json');
    if (
      described.has(description) ||
      isWithin(file, ENGINE) ||
      !isWithin(importer, realPath(job.projectRoot))
    )
      continue;
    // A key names it by the link that leads to it.
    real ??= new Set([...described].map(realPath));
    if (real.has(realPath(description)) || (await isMeant(importer))) continue;
    const name = folder.slice(folder.lastIndexOf(`node_modules${sep}`) + 13).replaceAll(sep, '/');
    throw new PipelineError(
      'stage-code',
      `${importer} loaded the package ${name}, which the key of the stage does not see`,
      {
        location: job.location,
        hint: `Write its name out where it is loaded: import("${name}"); or, where its version does not count, say "// outside of the key" above that.`,
      },
    );
  }
}

/** The folder of the package that a file is in. */
function packageFolder(file: string): string {
  const names = file.split(sep);
  const at = names.lastIndexOf('node_modules') + 1;
  return names.slice(0, at + (names[at]!.startsWith('@') ? 2 : 1)).join(sep);
}

/** Whether an author says of something in a file that the key need not see it. */
async function isMeant(file: string): Promise<boolean> {
  const { saysOutside } = await import('../../cache/code/unfollowed.ts');
  // `createRequire` takes a path where nothing is.
  return existsSync(file) && readFileSync(file, 'utf8').split('\n').some(saysOutside);
}
