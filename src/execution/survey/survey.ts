import type { ActionEntry, ActionIndex } from '../../cache/actions/action-index.ts';
import { readRecord } from '../../cache/actions/action-record.ts';
import { isPublished } from '../../cache/publication.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { type Lookup, lookUp } from '../../cache/actions/lookup.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { explainKey } from './explain.ts';
import type { Reason } from './reason.ts';
import type { Resolved, KeyMaker } from './instance-key.ts';

/** What is known about an instance before anything runs. */
export type Finding =
  | { state: 'hit'; resolved: Resolved; entry: ActionEntry }
  /** `entry`: what it gave before, where that is known to be gone and not to be other than it will be: what needs it is known. */
  | { state: 'stale'; resolved: Resolved; reasons: Reason[]; entry?: ActionEntry }
  /** Its inputs are not known yet: these instances have to run first. */
  | { state: 'pending'; upstream: string[] };

/** Answers, for one instance after the other in topological order, whether its result is in the cache. */
export class Survey {
  readonly findings = new Map<string, Finding>();
  readonly #cache: CacheFolder;
  readonly #index: ActionIndex;
  readonly #keys: KeyMaker;
  readonly #previousKey: (id: string) => Digest | undefined;
  /** Told of damage and of what was set right; says nothing about misses. */
  readonly #onLookup: (instance: Instance, lookup: Lookup) => void;

  constructor(
    cache: CacheFolder,
    index: ActionIndex,
    keys: KeyMaker,
    previousKey: (id: string) => Digest | undefined,
    onLookup: (instance: Instance, lookup: Lookup) => void,
  ) {
    this.#cache = cache;
    this.#index = index;
    this.#keys = keys;
    this.#previousKey = previousKey;
    this.#onLookup = onLookup;
  }

  /** Looks at an instance; everything it needs must have been looked at. */
  look(instance: Instance, forced: boolean): Finding {
    const upstream: string[] = [];
    for (const need of Object.values(instance.needs)) {
      if (need.kind !== 'instances') continue;
      for (const id of need.ids) if (this.findings.get(id)?.state !== 'hit') upstream.push(id);
    }
    const isKnown = upstream.every((id) => this.#entryOf(id) !== undefined);
    const found = isKnown ? this.#find(instance, forced) : undefined;
    const finding: Finding =
      found !== undefined && (found.state === 'hit' || upstream.length === 0)
        ? found
        : { state: 'pending', upstream };
    this.findings.set(instance.id, finding);
    return finding;
  }

  /** What is in the cache for an instance whose inputs are known by now. */
  find(
    instance: Instance,
    outputOf: (id: string) => Digest,
    forced: boolean,
  ): Exclude<Finding, { state: 'pending' }> {
    const resolved = this.#keys.resolve(instance, outputOf);
    if (forced) return { state: 'stale', resolved, reasons: [{ kind: 'forced' }] };
    const lookup = lookUp(this.#cache, this.#index, resolved.key);
    if (lookup.state !== 'miss') this.#onLookup(instance, lookup);
    switch (lookup.state) {
      case 'hit':
        return this.#hit(instance, resolved, lookup.entry);
      case 'miss':
        return { state: 'stale', resolved, reasons: this.#whyMissed(instance, resolved) };
      case 'damaged-record':
        return { state: 'stale', resolved, reasons: [{ kind: 'damage', ...lookup.problem }] };
      case 'damaged-output': {
        const kind = lookup.missing ? 'missing-output' : 'damage';
        return {
          state: 'stale',
          resolved,
          reasons: lookup.problems.map((problem) => reasonFor(kind, problem)),
        };
      }
    }
  }

  /** What moved since the previous record of the instance; nothing where the key is the same or there is no record. */
  whatMoved(instance: Instance, resolved: Resolved): Reason[] {
    const previous = this.#previousKey(instance.id);
    if (previous === undefined || previous === resolved.key) return [];
    const record = readRecord(this.#cache, previous);
    return record.state === 'read' ? explainKey(this.#cache, record.content, resolved) : [];
  }

  #find(instance: Instance, forced: boolean): Finding {
    return this.find(instance, (id) => this.#entryOf(id)!.output, forced);
  }

  #entryOf(id: string): ActionEntry | undefined {
    const finding = this.findings.get(id);
    return finding === undefined || finding.state === 'pending' ? undefined : finding.entry;
  }

  /** An output that was dropped is enough for everything but a folder that is to receive it. */
  #hit(instance: Instance, resolved: Resolved, entry: ActionEntry): Exclude<Finding, { state: 'pending' }> {
    const { publish: folder } = instance;
    if (!entry.dropped || folder === undefined || isPublished(this.#index, folder, entry.output))
      return { state: 'hit', resolved, entry };
    return { state: 'stale', resolved, reasons: [{ kind: 'dropped-unpublished', folder }], entry };
  }

  #whyMissed(instance: Instance, resolved: Resolved): Reason[] {
    // The lock file may come from another machine; only the index knows that the record was here.
    if (this.#index.get('instance', instance.id) === resolved.key) {
      return [{ kind: 'missing-output', path: this.#cache.record(resolved.key) }];
    }
    const reasons = this.whatMoved(instance, resolved);
    return reasons.length > 0 ? reasons : [{ kind: 'never-run' }];
  }
}

function reasonFor(
  kind: 'missing-output' | 'damage',
  { path, problem }: { path: string; problem: string },
): Reason {
  return kind === 'missing-output' ? { kind, path } : { kind, path, problem };
}
