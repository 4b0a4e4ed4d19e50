import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companions } from '../../cache/companions.ts';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { replaceFile } from '../../cache/files/replace-file.ts';
import { projectError } from '../../cache/files/system-error.ts';
import type { LockedInstance } from '../../cache/lock-file.ts';
import { readManifest } from '../../cache/outputs/manifest.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { Report } from '../../report/data/build-report.ts';
import { readReport } from '../../report/data/read-report.ts';
import type { Project } from '../project.ts';
import { publicationText, type Circumstances } from './publication-text.ts';
import { roCrate } from './ro-crate.ts';
import { runFacts } from './run-facts.ts';

/** Writes both companions of one published report; `head` is the first line of the one for the page. Nothing where it is no report. */
export function describeReport(
  { plan, root, cacheFolder }: Pick<Project, 'plan' | 'root' | 'cacheFolder'>,
  instance: Instance,
  results: ReadonlyMap<string, LockedInstance>,
  head: string,
  about: Circumstances,
): void {
  const folder = instance.publish!;
  const report = reportIn(folder);
  const cache = new CacheFolder(cacheFolder);
  const manifest = readManifest(cache, about.output);
  if (report === undefined || manifest.state !== 'read') return;
  const facts = runFacts(plan, instance, (name) => results.get(name)?.key, cache);
  const crate = roCrate(report, manifest.content.entries, about, facts, licenseOf(root));
  write(join(folder, companions.crate), `${JSON.stringify(crate, undefined, 2)}\n`);
  write(join(folder, companions.record), head + publicationText(about, facts));
}

/** The report in a published folder; stages of one's own may publish anything else. */
function reportIn(folder: string): Report | undefined {
  try {
    return readReport(folder);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function licenseOf(root: string): string | undefined {
  try {
    const { license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { license?: unknown };
    return typeof license === 'string' && /^[\w.+-]+$/.test(license) ? license : undefined;
  } catch {
    return undefined;
  }
}

function write(path: string, text: string): void {
  try {
    replaceFile(path, text, 'saying where a published report comes from', false);
  } catch (error) {
    throw projectError(error, 'saying where a published report comes from', path);
  }
}
