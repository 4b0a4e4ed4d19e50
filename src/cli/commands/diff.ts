import { join } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { LOCK, readLockFile } from '../../cache/lock-file.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { present } from '../../present.ts';
import type { ReportComparison } from '../../report/data/compare-reports.ts';
import { readReport } from '../../report/data/read-report.ts';
import { diffText } from '../diff/diff-text.ts';
import { differencesOf, type Locked } from '../diff/difference.ts';
import { lockedAt } from '../diff/locked-at.ts';
import { lockedReport } from '../diff/locked-report.ts';
import { projectFolders } from '../folders.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';

/** Compares pipeline.lock with that of a git revision, a kept result or another lock file: parameters, outputs, metrics. */
export async function run(
  [revision = 'HEAD']: string[],
  options: GlobalOptions & { format?: 'text' | 'markdown'; exitCode?: boolean; report?: boolean },
): Promise<number> {
  const { root, cacheFolder } = projectFolders(options);
  const now = readLockFile(join(root, LOCK));
  if (now === undefined)
    throw new PipelineError('missing-output', `there is no ${LOCK} in ${root}: nothing ran here yet`, {
      hint: 'run "eos-pipeline repro"',
    });
  const before = lockedAt(revision, root);
  const cache = new CacheFolder(cacheFolder);
  const differences = differencesOf(before, now, cache);
  const report = options.report === true ? await comparedReports(before, now, cache) : undefined;
  if (options.json === true)
    sayJson({ type: 'diff', against: revision, differences, ...present({ report }) });
  else if (options.format === 'markdown') {
    const { diffMarkdown } = await import('../diff/diff-markdown.ts');
    const { comparisonMarkdown } = await import('../report/comparison-markdown.ts');
    const parts = [
      diffMarkdown(revision, differences),
      ...(report ? [comparisonMarkdown(revision, report)] : []),
    ];
    say(parts.join('\n\n'));
  } else {
    const { comparisonText } = await import('../../report/data/compare-reports.ts');
    const text =
      differences.length === 0 ? `no difference to ${revision}` : differences.map(diffText).join('\n');
    say(report === undefined ? text : `${text}\n\n${comparisonText(report)}`);
  }
  return options.exitCode === true && differences.length > 0 ? 1 : 0;
}

/** The numbers of both reports, where the cache has both. */
async function comparedReports(
  before: Locked,
  now: Locked,
  cache: CacheFolder,
): Promise<ReportComparison | undefined> {
  const [old, later] = [lockedReport(before, cache), lockedReport(now, cache)];
  if (old === undefined || later === undefined) return undefined;
  const { compareReports } = await import('../../report/data/compare-reports.ts');
  try {
    return compareReports(readReport(old), readReport(later));
  } catch (error) {
    // A stage of one's own may publish a report.json that is something else.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
