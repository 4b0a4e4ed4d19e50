import { inspectChosen } from './inspection.ts';
import type { GlobalOptions } from './options.ts';
import { say, sayJson, sayPackaged } from './output.ts';
import { reasonText } from './reason-text.ts';

/** Says which instances would run and why, and runs nothing. */
export async function dryRun(targets: readonly string[], options: GlobalOptions): Promise<number> {
  const { project, states } = await inspectChosen(options, targets);
  const stale = states.filter(({ state }) => state === 'stale');
  const pending = states.filter(({ state }) => state === 'pending');
  if (options.json === true) {
    sayJson({ type: 'dry-run', profile: project.plan.profile, instances: states });
    return 0;
  }
  sayPackaged(project, options);
  for (const { instance, reasons } of stale) say(`run    ${instance}: ${reasons.map(reasonText).join('; ')}`);
  for (const { instance, reasons } of pending)
    say(`maybe  ${instance}: ${reasons.map(reasonText).join('; ')}`);
  const fresh = states.length - stale.length - pending.length;
  if (fresh === states.length) say(`nothing to do: ${fresh} instances up to date`);
  else
    say(
      `${stale.length} would run, ${pending.length} more if what they need gives other bytes, ${fresh} up to date; nothing was run.`,
    );
  return 0;
}
