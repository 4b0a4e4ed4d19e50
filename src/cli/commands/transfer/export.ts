import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import { Remote } from '../../../cache/remotes/remote.ts';
import { checkExportFolder, exportCache } from '../../../cache/transfer/export-cache.ts';
import { lockFileOf, readLocked } from '../../../execution/survey/open-run.ts';
import { counted } from '../../../pipeline/faults/counted.ts';
import { sizeText } from '../../../progress/size-text.ts';
import { inspectChosen, type Inspected } from '../../inspection.ts';
import type { GlobalOptions } from '../../options.ts';
import { say, sayJson } from '../../output.ts';
import { exportedFolder } from '../../transfer/exported-folder.ts';
import { itemBar } from '../../transfer/item-bar.ts';
import { whileUsed } from '../../transfer/while-used.ts';

/** Copies results and checkpoints into a folder that is carried elsewhere; exit code 1 where something is damaged here. */
export async function run(
  [given, ...targets]: string[],
  options: GlobalOptions & { checkpoints?: boolean },
): Promise<number> {
  const folder = resolve(given!);
  checkExportFolder(folder);
  const inspected = await inspectChosen(options, targets);
  const cache = new CacheFolder(inspected.project.cacheFolder);
  const { store, signingKey } = exportedFolder(folder);
  const results = resultKeys(inspected, targets);
  const interrupted = options.checkpoints === false ? new Map<Digest, string>() : interruptedKeys(inspected);
  const bar = itemBar(options);
  const report = await whileUsed(cache, () => {
    mkdirSync(folder, { recursive: true });
    return exportCache(cache, new Remote(store, signingKey), { results, interrupted, onProgress: bar.show });
  }).finally(() => {
    bar.clear();
  });
  if (options.json === true) sayJson({ type: 'export', folder, ...report });
  else {
    for (const { instance, problem } of report.damaged) say(`not exported: ${instance}: ${problem}`);
    const dropped = report.dropped > 0 ? ` (of ${report.dropped} only what they were: temporary)` : '';
    say(
      `${folder} holds ${counted(report.results + report.dropped, 'result')}${dropped}, ${sizeText(report.sizeBytes)}, and ${counted(report.checkpoints, 'checkpoint')}; "eos-pipeline import" takes them elsewhere`,
    );
  }
  return report.damaged.length === 0 ? 0 : 1;
}

/** What the targets are up to date with; without targets also what the lock file names. */
function resultKeys({ project, states }: Inspected, targets: readonly string[]): Set<Digest> {
  const locked = targets.length > 0 ? [] : readLocked(lockFileOf(project.plan, {}), () => undefined).values();
  const hits = states.flatMap(({ state, key }) => (state === 'hit' && key !== undefined ? [key] : []));
  return new Set([...[...locked].map(({ key }) => key), ...hits]);
}

/** What has to run, and may have begun. */
function interruptedKeys({ states }: Inspected): Map<Digest, string> {
  const stale = states.filter(({ state }) => state === 'stale');
  return new Map(stale.flatMap(({ key, instance }) => (key === undefined ? [] : [[key, instance] as const])));
}
