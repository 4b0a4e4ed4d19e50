import { readFileSync } from 'node:fs';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { logsOf } from '../../cache/log-file.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { visible } from '../../pipeline/faults/visible.ts';
import type { GlobalOptions } from '../options.ts';
import { sayJson } from '../output.ts';
import { refuseWithoutTarget } from '../missing-target.ts';
import { openProject } from '../project.ts';
import { listed } from '../reason-text.ts';

/** Prints the newest log of one instance. */
export async function run([target]: string[], options: GlobalOptions): Promise<number> {
  if (target === undefined) return await refuseWithoutTarget('log', options);
  const { plan, targets, cacheFolder } = await openProject(options, [target]);
  const ids = targets ?? [];
  const cache = new CacheFolder(cacheFolder);
  const logs = ids.flatMap((id) => {
    const [newest] = logsOf(cache, plan.instances.find((instance) => instance.id === id)!.stage, id);
    return newest === undefined ? [] : [{ instance: id, file: newest }];
  });
  const [only] = logs;
  if (only === undefined)
    throw new PipelineError('missing-output', `"${target}" has no log: it never ran here`, {
      hint: `run it: eos-pipeline repro '${target}'`,
    });
  if (logs.length > 1)
    throw new PipelineError('bad-argument', `"${target}" names ${logs.length} instances with a log each`, {
      hint: `name one: ${listed(logs.map(({ instance }) => `'${instance}'`))}`,
    });
  const text = readFileSync(only.file, 'utf8');
  if (options.json === true) sayJson({ type: 'log', ...only, text });
  // A file or another program gets the log as it is.
  else process.stdout.write(process.stdout.isTTY ? visible(text) : text);
  return 0;
}
