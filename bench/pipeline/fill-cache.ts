import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { ActionEntry } from '../../src/cache/actions/action-index.ts';
import { type ActionRecord, writeRecord } from '../../src/cache/actions/action-record.ts';
import { remember } from '../../src/cache/actions/lookup.ts';
import { CacheFolder } from '../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../src/cache/files/digest.ts';
import { logPath } from '../../src/cache/log-file.ts';
import { storeOutput } from '../../src/cache/outputs/output-store.ts';
import { openProject } from '../../src/cli/project.ts';
import { openRun } from '../../src/execution/survey/open-run.ts';
import type { Resolved } from '../../src/execution/survey/instance-key.ts';
import type { Run } from '../../src/execution/survey/run.ts';
import { describeMachine } from '../../src/execution/worker/machine.ts';
import type { Instance } from '../../src/pipeline/plan/plan.ts';

/**
 * Fills the cache of a project of `eosPipeline` as a cold run would, without a process for each instance: every instance writes
 * what it needs, one after the other, into the file `out`. Results are stored and recorded by the functions that a worker uses.
 * @returns the number of instances
 */
export async function fillCache(folder: string): Promise<number> {
  const { plan, cacheFolder } = await openProject({ cwd: folder, color: false });
  const cache = new CacheFolder(cacheFolder);
  cache.create();
  const nothing = (): void => undefined;
  const run = await openRun(plan, { cacheFolder }, cache, nothing, nothing);
  const outputs = new Map<string, Digest>();
  for (const instance of run.selected) {
    const resolved = run.keys.resolve(instance, (id) => outputs.get(id)!);
    outputs.set(instance.id, fillOne(run, instance, resolved, outputs).output);
  }
  run.index.close();
  return outputs.size;
}

function fillOne(
  { cache, index }: Run,
  instance: Instance,
  { key, fields, sources }: Resolved,
  outputs: ReadonlyMap<string, Digest>,
): ActionEntry {
  const { id, stage } = instance;
  const staging = cache.stagingOf('fill', 0);
  mkdirSync(staging, { recursive: true });
  const texts = Object.values(instance.needs).flatMap((need) =>
    need.kind === 'file'
      ? [readFileSync(need.path)]
      : need.ids.map((needed) => readFileSync(`${cache.output(outputs.get(needed)!)}/out`)),
  );
  writeFileSync(`${staging}/out`, Buffer.concat(texts));
  const log = logPath(cache, stage, id, key);
  const { manifest } = storeOutput(cache, staging, false);
  const now = new Date().toISOString();
  const record: ActionRecord = {
    format: 1,
    key,
    instance: id,
    stage,
    fields,
    sources,
    output: { digest: manifest.digest, files: 1, sizeBytes: manifest.sizeBytes },
    metrics: {},
    provenance: {
      startedAt: now,
      finishedAt: now,
      durationMs: 1,
      ...describeMachine(),
      threads: instance.threads,
      attempt: 1,
      resumed: false,
      log: relative(cache.root, log),
    },
  };
  writeRecord(cache, record, false);
  index.set('instance', id, key);
  return remember(cache, index, record, manifest)!;
}
