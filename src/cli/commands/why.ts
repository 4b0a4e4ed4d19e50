import type { InstanceState } from '../../execution/survey/inspect-plan.ts';
import { durationText } from '../../progress/duration-text.ts';
import { inspectChosen } from '../inspection.ts';
import { refuseWithoutTarget } from '../missing-target.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { reasonText } from '../reason-text.ts';

const MOST = 20;

/** Says of each named instance whether it has to run, and what moved. */
export async function run([target]: string[], options: GlobalOptions): Promise<number> {
  if (target === undefined) return await refuseWithoutTarget('why', options);
  const { chosen } = await inspectChosen(options, [target]);
  if (options.json === true) {
    sayJson({ type: 'why', instances: chosen });
    return 0;
  }
  // The ones that have to run first: they are what the question is about.
  const order = { stale: 0, pending: 1, hit: 2 };
  const sorted = chosen.toSorted((a, b) => order[a.state] - order[b.state]);
  for (const state of sorted.slice(0, MOST)) say(`${describe(state)}\n`);
  if (sorted.length > MOST)
    say(`… and ${sorted.length - MOST} more; name fewer, or see all of them with --json`);
  return 0;
}

function describe({ instance, state, reasons, key, previousKey, durationMs, log }: InstanceState): string {
  const verdict = {
    hit: reasons.length === 0 ? 'is up to date' : 'is up to date: this very configuration ran before',
    stale: 'has to run',
    pending: 'may have to run, once what it needs has run',
  };
  const lines = [`${instance} ${verdict[state]}`, ...reasons.map((reason) => `  ${reasonText(reason)}`)];
  if (previousKey !== undefined && key !== undefined && previousKey !== key)
    lines.push(`  key ${previousKey.slice(0, 12)} → ${key.slice(0, 12)}`);
  if (durationMs !== undefined) lines.push(`  took ${durationText(durationMs)} last time`);
  if (log !== undefined) lines.push(`  newest log: ${log}`);
  return lines.join('\n');
}
