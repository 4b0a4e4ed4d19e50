import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { announceCollection, collectGarbage, type Garbage, type GcReport } from '../../cache/gc.ts';
import { keptKeys } from '../../cache/kept-locks.ts';
import { forgetProject } from '../../cache/projects/known-project.ts';
import { type OtherProject, otherProjects } from '../../cache/projects/other-projects.ts';
import { lockFileOf } from '../../execution/survey/open-run.ts';
import { reachableKeys } from '../../execution/survey/reachable-keys.ts';
import { sizeText } from '../../progress/size-text.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { openProject } from '../project.ts';
import { alignedTable } from '../aligned-table.ts';
import { present } from '../../present.ts';

/** Removes what neither the lock file, nor the pipeline under any of its profiles, nor --keep-days reaches. */
export async function run(
  _arguments: string[],
  options: GlobalOptions & {
    keepDays?: number;
    remote?: boolean;
    quarantineDays: number;
    keepCurrent?: boolean;
    forget?: string[];
  },
): Promise<number> {
  // What is left out by --only is still a part of the pipeline.
  const whole = { ...options };
  delete whole.only;
  const { root, cacheFolder, pipeline, plan } = await openProject(whole);
  if (options.remote === true) {
    const { collectRemotes } = await import('../remotes/collect-remotes.ts');
    const profiles = options.profile === undefined ? pipeline.config.profiles : {};
    const reached = await reachedByAnyProfile(whole, profiles, cacheFolder);
    return await collectRemotes({ pipeline, cacheFolder }, options, reached);
  }
  const cache = new CacheFolder(cacheFolder);
  const dryRun = options.dryRun === true;
  const session = dryRun ? undefined : announceCollection(cache);
  let report: GcReport;
  let others: OtherProject[];
  try {
    const forget = options.forget?.map((folder) => resolve(folder));
    // A cache that travelled names projects of machines that are gone.
    others = options.keepCurrent === true ? [] : otherProjects(cache, root, lockFileOf(plan, {}), forget);
    const { keepDays = 0, quarantineDays } = options;
    const profiles = options.keepCurrent === true ? {} : pipeline.config.profiles;
    const reached = await reachedByAnyProfile(whole, profiles, cacheFolder);
    for (const key of keptKeys(root)) reached.keep.add(key);
    for (const key of others.flatMap(({ keys }) => keys)) reached.keep.add(key);
    // What another project is in the middle of is not in its lock file.
    const pending = reached.pending || others.some(({ state }) => state === 'kept');
    report = collectGarbage(cache, {
      ...reached,
      pending,
      keepDays,
      quarantineDays,
      ...(session && { session }),
    });
    if (!dryRun) for (const { path, state } of others) if (state !== 'kept') forgetProject(path);
  } finally {
    session?.close();
  }
  if (options.json === true) {
    const projects = others.map((project) => ({ root: project.root, state: project.state }));
    sayJson({ type: 'gc', cache: cacheFolder, dryRun, ...report, projects });
    return 0;
  }
  const { garbage, left = [], freedBytes, kept } = report;
  for (const other of others) if (other.state !== 'kept') say(forgottenText(other, dryRun));
  if (garbage.length > 0) say(alignedTable(['what', 'number', 'size'], rowsOf(garbage), [1, 2]));
  if (left.length > 0)
    say(
      `left ${counted(left.length, 'thing')} that another user of this cache owns (${left[0]!.path}): they, or root, can collect them`,
    );
  say(
    `${dryRun ? 'would free' : 'freed'} ${sizeText(freedBytes)}; ${dryRun ? 'would keep' : 'kept'} ${counted(kept.records, 'result')} with ${counted(kept.outputs, 'output')}, ${sizeText(kept.sizeBytes)}`,
  );
  return 0;
}

/** A week of results under another profile must not go because the default one was in force. */
async function reachedByAnyProfile(
  options: GlobalOptions,
  named: Readonly<Record<string, unknown>>,
  cacheFolder: string,
): Promise<{ keep: Set<Digest>; pending: boolean }> {
  const keep = new Set<Digest>();
  let pending = false;
  const profiles = options.profile === undefined ? Object.keys(named) : [options.profile];
  for (const profile of profiles.length === 0 ? [undefined] : profiles) {
    const { plan } = await openProject({ ...options, ...present({ profile }) });
    const reached = await reachableKeys(plan, { cacheFolder });
    for (const key of reached.keys) keep.add(key);
    pending ||= reached.pending;
  }
  return { keep, pending };
}

function forgottenText({ root, state }: OtherProject, dryRun: boolean): string {
  const why =
    state === 'forgotten'
      ? 'as --forget says'
      : existsSync(root)
        ? 'the lock file of a trial was removed'
        : 'its folder was removed';
  return `${dryRun ? 'would forget' : 'forgot'} the project ${root}: ${why}`;
}

function rowsOf(garbage: readonly Garbage[]): string[][] {
  const kinds = new Map<string, { count: number; sizeBytes: number }>();
  for (const { what, sizeBytes } of garbage) {
    const kind = kinds.get(what) ?? { count: 0, sizeBytes: 0 };
    kinds.set(what, { count: kind.count + 1, sizeBytes: kind.sizeBytes + sizeBytes });
  }
  return [...kinds].map(([what, { count, sizeBytes }]) => [what, String(count), sizeText(sizeBytes)]);
}
