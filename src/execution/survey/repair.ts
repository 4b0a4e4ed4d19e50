import { rmSync } from 'node:fs';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { distrustConsumers } from '../../cache/actions/distrust.ts';
import type { Lookup } from '../../cache/actions/lookup.ts';
import type { Problem, Restored } from '../../cache/outputs/output-check.ts';
import { quarantine } from '../../cache/outputs/quarantine.ts';
import type { Emit } from '../event.ts';
import { present } from '../../present.ts';

/** Acts on what a lookup found: damaged things go to the quarantine, and everything is said by its name. */
export function repairLookup(cache: CacheFolder, instance: string, lookup: Lookup, emit: Emit): void {
  switch (lookup.state) {
    case 'miss':
      return;
    case 'hit':
      tellRestored(lookup.restored, emit, instance);
      return;
    case 'damaged-record': {
      const moved = quarantine(cache, lookup.problem.path);
      emit({
        type: 'cache-repaired',
        what: 'action-record',
        ...lookup.problem,
        action: 'recomputed',
        ...present({ quarantine: moved }),
        instance,
      });
      return;
    }
    case 'damaged-output':
      for (const distrusted of distrustConsumers(cache, lookup.output, lookup.problems))
        emit({ type: 'cache-repaired', what: 'action-record', ...distrusted, action: 'recomputed' });
      repairOutput(cache, instance, lookup.output, lookup.problems, emit);
  }
}

/** Moves a damaged output away, with its manifest, so that it is computed again. */
export function repairOutput(
  cache: CacheFolder,
  instance: string,
  output: Digest,
  problems: Problem[],
  emit: Emit,
): void {
  const moved = quarantine(cache, cache.output(output));
  rmSync(cache.manifest(output), { force: true });
  for (const problem of problems) {
    emit({
      type: 'cache-repaired',
      what: 'output',
      ...problem,
      action: 'recomputed',
      ...present({ quarantine: moved }),
      instance,
    });
  }
}

/** Says what was set right without computing anything. */
export function tellRestored(restored: Restored[], emit: Emit, instance?: string): void {
  for (const problem of restored) {
    const owner = instance !== undefined && { instance };
    emit({ type: 'cache-repaired', ...problem, action: 'restored', ...owner });
  }
}
