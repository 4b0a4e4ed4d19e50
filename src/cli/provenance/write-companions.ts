import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { COMPANION_MARK, companions, isCompanion } from '../../cache/companions.ts';
import { sha256 } from '../../cache/files/digest.ts';
import { KEPT } from '../../cache/kept-locks.ts';
import { LOCK, type LockedInstance } from '../../cache/lock-file.ts';
import { present } from '../../present.ts';
import { version } from '../../version.ts';
import { chosenInstances, type Project } from '../project.ts';
import { type GitState, commitOf, gitState } from './git-state.ts';
import type { Circumstances } from './publication-text.ts';

/**
 * Writes beside each published report where it comes from: a crate for programs, and a script for the page to show it. What it says
 * is taken here, when everything is up to date, and is in no key: a commit that changes no result makes nothing stale.
 * @param ran - whether anything ran: where nothing did, a change of the project that no commit holds is not looked for
 */
export async function writeCompanions(
  project: Project,
  results: ReadonlyMap<string, LockedInstance>,
  ran: boolean,
): Promise<void> {
  const { plan, root, cacheFolder, settings } = project;
  const { profile } = plan;
  const folders = plan.instances.flatMap(({ publish }) => publish ?? []);
  const locks = [join(root, LOCK), ...folders.map((folder) => `${folder}.lock`)];
  const made = [...folders, ...locks, join(root, KEPT), cacheFolder];
  for (const instance of chosenInstances(project)) {
    const { publish: folder, id } = instance;
    const output = results.get(id)?.output;
    if (folder === undefined || output === undefined) continue;
    if (!existsSync(join(folder, 'report.json')) || isSomebodyElses(folder)) continue;
    const aboutIn = (git: GitState | undefined): Circumstances => ({
      output,
      profile,
      params: settings.params,
      ...present({ git }),
    });
    if (possibleStates(root, made, ran).some((git) => isTold(folder, aboutIn(git)))) continue;
    const about = aboutIn(gitState(root, made));
    const { describeReport } = await import('./describe-report.ts');
    describeReport(project, instance, results, headOf(about), about);
  }
}

/** What may be so of the project in git, without comparing all files with the commit where nothing ran. */
function possibleStates(root: string, made: readonly string[], ran: boolean): (GitState | undefined)[] {
  if (ran) return [gitState(root, made)];
  const commit = commitOf(root);
  return commit === undefined ? [undefined] : [false, true].map((changed) => ({ commit, changed }));
}

/** Whether this stands beside the report already. */
function isTold(folder: string, about: Circumstances): boolean {
  return (
    existsSync(join(folder, companions.crate)) && startsWith(join(folder, companions.record), headOf(about))
  );
}

/** The first line of `publication.js`: another one where there is something else to say. */
function headOf(about: Circumstances): string {
  return `// ${COMPANION_MARK}; its page shows it. ${sha256(JSON.stringify([version, about]))}\n`;
}

/** A file of one of these names that this program did not write: a part of the output, or put there by hand. */
function isSomebodyElses(folder: string): boolean {
  return Object.values(companions).some(
    (name) => existsSync(join(folder, name)) && !isCompanion(folder, name),
  );
}

function startsWith(path: string, text: string): boolean {
  const found = Buffer.alloc(Buffer.byteLength(text));
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, found);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return found.toString() === text;
}
