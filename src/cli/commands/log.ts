import { readFileSync } from 'node:fs';
import { PipelineError } from '../../pipeline/error.ts';
import { inspectChosen } from '../inspection.ts';
import type { GlobalOptions } from '../options.ts';
import { sayJson } from '../output.ts';
import { listed } from '../reason-text.ts';

/** Prints the newest log of one instance. */
export async function run([target]: string[], options: GlobalOptions): Promise<number> {
  const { chosen } = await inspectChosen(options, [target!]);
  const [only] = chosen;
  if (chosen.length > 1)
    throw new PipelineError(
      'bad-argument',
      `"${target!}" names ${chosen.length} instances, and each has a log of its own`,
      {
        hint: `name one: ${listed(chosen.map(({ instance }) => `'${instance}'`))}`,
      },
    );
  if (only?.log === undefined)
    throw new PipelineError('missing-output', `${only?.instance ?? target!} has no log: it never ran here`, {
      hint: `run it: eos-pipeline repro '${only?.instance ?? target!}'`,
    });
  const text = readFileSync(only.log, 'utf8');
  if (options.json === true) sayJson({ type: 'log', instance: only.instance, file: only.log, text });
  else process.stdout.write(text);
  return 0;
}
