import { type ActionRecord, readRecord } from '../../cache/actions/action-record.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { withUpstream } from '../../pipeline/plan/upstream.ts';
import type { Instance, Plan } from '../../pipeline/plan/plan.ts';

/** How often something was so: of the results behind a report, so many. */
export type Frequencies = readonly (readonly [text: string, results: number])[];

/** The results that a published output rests on, and where they were computed. */
export interface RunFacts {
  /** Instances with what is recorded of them, in the order of the plan; a record that is gone is absent. */
  results: { instance: Instance; record?: ActionRecord }[];
  startedAt?: string;
  finishedAt?: string;
  /** Processor time of one slot that all of them took. */
  durationMs: number;
  node: Frequencies;
  machines: Frequencies;
  software: Record<string, Frequencies>;
}

/** Reads the records of an instance and of all that it rests on. */
export function runFacts(
  plan: Plan,
  published: Instance,
  keyOf: (instance: string) => Digest | undefined,
  cache: CacheFolder,
): RunFacts {
  const results = withUpstream(plan.instances, ({ id }) => id === published.id).map((instance) => {
    const key = keyOf(instance.id);
    const read = key === undefined ? undefined : readRecord(cache, key);
    return { instance, ...(read?.state === 'read' && { record: read.content }) };
  });
  const known = results.flatMap(({ record }) => (record === undefined ? [] : [record.provenance]));
  const [startedAt] = known.map((one) => one.startedAt).sort();
  const finishedAt = known
    .map((one) => one.finishedAt)
    .sort()
    .at(-1);
  const tools = [...new Set(known.flatMap(({ software }) => Object.keys(software ?? {})))].sort();
  return {
    results,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    durationMs: known.reduce((sum, { durationMs }) => sum + durationMs, 0),
    node: count(known.map(({ node }) => node)),
    machines: count(known.map(({ processor, platform }) => `${processor}, ${platform}`)),
    software: Object.fromEntries(
      tools.map((tool) => [tool, count(known.flatMap(({ software }) => software?.[tool] ?? []))]),
    ),
  };
}

/** Equal texts together, the most frequent first. */
function count(texts: readonly string[]): Frequencies {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return [...times].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
