import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { replaceFile } from '../../cache/files/replace-file.ts';
import { statsAt } from '../../cache/files/signature.ts';
import { KEPT, keptLock, keptName, keptNames } from '../../cache/kept-locks.ts';
import { LOCK, lockFileText, readLockFile } from '../../cache/lock-file.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { didYouMean } from '../../pipeline/faults/suggestion.ts';
import { alignedTable } from '../aligned-table.ts';
import { projectFolders } from '../folders.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';

interface KeepOptions extends GlobalOptions {
  remove?: string;
}

/** Keeps what pipeline.lock says now under a name, so that later runs can be compared with it and gc leaves it; lists or removes names. */
export function run([name]: string[], options: KeepOptions): number {
  const { root, cacheFolder } = projectFolders(options);
  if (options.remove !== undefined) return remove(root, options.remove, options);
  return name === undefined ? list(root, new CacheFolder(cacheFolder), options) : keep(root, name, options);
}

function keep(root: string, name: string, { json }: KeepOptions): number {
  if (!keptName.test(name))
    throw new PipelineError('bad-argument', `"${name}" cannot be the name of a result`, {
      hint: 'Names have letters, digits, "_", "-" and ".", begin with a letter or a digit, and have at most 100 characters.',
    });
  const locked = readLockFile(join(root, LOCK));
  if (locked === undefined || locked.size === 0)
    throw new PipelineError(
      'missing-output',
      `there is no ${LOCK} in ${root}: there are no results to keep`,
      {
        hint: 'run "eos-pipeline repro"',
      },
    );
  const file = keptLock(root, name);
  const text = lockFileText(locked);
  const before = readLockFile(file);
  if (before !== undefined && lockFileText(before) !== text)
    throw new PipelineError('bad-argument', `${name} holds other results already: ${relative('.', file)}`, {
      hint: `name them otherwise, or drop those first: eos-pipeline keep --remove ${name}`,
    });
  if (before === undefined) replaceFile(file, text, 'keeping results');
  if (json === true) sayJson({ type: 'keep', name, file, instances: locked.size });
  else
    say(
      `kept ${counted(locked.size, 'result')} as ${name} in ${relative('.', file)}; gc leaves them. Compare later: eos-pipeline diff ${name}, eos-pipeline report --compare ${name}`,
    );
  return 0;
}

function list(root: string, cache: CacheFolder, { json }: KeepOptions): number {
  const results = keptNames(root).map((name) => {
    const lines = [...(readLockFile(keptLock(root, name))?.values() ?? [])];
    const here = lines.filter(({ output }) => statsAt(cache.output(output)) !== undefined).length;
    return { name, instances: lines.length, outputsHere: here };
  });
  if (json === true) sayJson({ type: 'kept', results });
  else if (results.length === 0) say('nothing is kept yet: eos-pipeline keep NAME');
  else
    say(
      alignedTable(
        ['name', 'results', 'in the cache'],
        results.map(({ name, instances, outputsHere }) => [name, String(instances), String(outputsHere)]),
        [1, 2],
      ),
    );
  return 0;
}

function remove(root: string, name: string, { json }: KeepOptions): number {
  const names = keptNames(root);
  if (!names.includes(name))
    throw new PipelineError('bad-argument', `nothing is kept as "${name}" in ${join(root, KEPT)}`, {
      hint: didYouMean(name, names),
    });
  rmSync(keptLock(root, name));
  if (json === true) sayJson({ type: 'keep-removed', name });
  else say(`${name} is kept no more; the next gc removes what nothing else reaches`);
  return 0;
}
