import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { companions, isCompanion } from '../../cache/companions.ts';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { sha256 } from '../../cache/files/digest.ts';
import { replaceFile } from '../../cache/files/replace-file.ts';
import { projectError } from '../../cache/files/system-error.ts';
import { KEPT } from '../../cache/kept-locks.ts';
import { LOCK, type LockedInstance } from '../../cache/lock-file.ts';
import { readManifest } from '../../cache/outputs/manifest.ts';
import { present } from '../../present.ts';
import { readReport } from '../../report/data/read-report.ts';
import type { Report } from '../../report/data/build-report.ts';
import { version } from '../../version.ts';
import { chosenInstances, type Project } from '../project.ts';
import { gitState } from './git-state.ts';
import { publicationHead, publicationText, type Circumstances } from './publication-text.ts';
import { roCrate } from './ro-crate.ts';
import { runFacts } from './run-facts.ts';

/**
 * Writes beside each published report where it comes from: a crate for programs, and a script for the page to show it. What it says
 * is taken here, when everything is up to date, and is in no key: a commit that changes no result makes nothing stale.
 */
export function writeCompanions(project: Project, results: ReadonlyMap<string, LockedInstance>): void {
  const { plan, root, cacheFolder, settings } = project;
  const folders = plan.instances.flatMap(({ publish }) => publish ?? []);
  const locks = [join(root, LOCK), ...folders.map((folder) => `${folder}.lock`)];
  const made = [...folders, ...locks, join(root, KEPT), cacheFolder];
  for (const instance of chosenInstances(project)) {
    const { publish: folder, id } = instance;
    const output = results.get(id)?.output;
    if (folder === undefined || output === undefined) continue;
    const report = reportIn(folder);
    if (report === undefined || isSomebodyElses(folder)) continue;
    const { profile } = plan;
    const git = gitState(root, made);
    const about: Circumstances = { output, profile, params: settings.params, ...present({ git }) };
    const stamp = sha256(JSON.stringify([version, about]));
    const record = join(folder, companions.record);
    if (existsSync(join(folder, companions.crate)) && startsWith(record, publicationHead(stamp))) continue;
    const cache = new CacheFolder(cacheFolder);
    const manifest = readManifest(cache, output);
    if (manifest.state !== 'read') continue;
    const facts = runFacts(plan, instance, (name) => results.get(name)?.key, cache);
    const crate = roCrate(report, manifest.content.entries, about, facts, licenseOf(root));
    write(join(folder, companions.crate), `${JSON.stringify(crate, undefined, 2)}\n`);
    write(record, publicationText(stamp, about, facts));
  }
}

/** The report in a published folder; stages of one's own may publish anything else. */
function reportIn(folder: string): Report | undefined {
  if (!existsSync(join(folder, 'report.json'))) return undefined;
  try {
    return readReport(folder);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A file of one of these names that this program did not write: a part of the output, or put there by hand. */
function isSomebodyElses(folder: string): boolean {
  return Object.values(companions).some(
    (name) => existsSync(join(folder, name)) && !isCompanion(folder, name),
  );
}

function licenseOf(root: string): string | undefined {
  try {
    const { license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { license?: unknown };
    return typeof license === 'string' && /^[\w.+-]+$/.test(license) ? license : undefined;
  } catch {
    return undefined;
  }
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

function write(path: string, text: string): void {
  try {
    replaceFile(path, text, 'saying where a published report comes from', false);
  } catch (error) {
    throw projectError(error, 'saying where a published report comes from', path);
  }
}
