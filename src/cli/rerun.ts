import type { RunEvent } from '../execution/event.ts';
import { shellQuote } from '../pipeline/values/shell-quote.ts';
import type { GlobalOptions } from './options.ts';

/** Completes the command that runs a failed instance again by the options that make it the same instance. */
export function withRerunOptions(event: RunEvent, options: GlobalOptions): RunEvent {
  const added = rerunOptions(options);
  if (event.type === 'instance-failed') return { ...event, rerun: event.rerun + added };
  if (event.type !== 'run-finished') return event;
  const failures = event.summary.failures.map((failure) => ({ ...failure, rerun: failure.rerun + added }));
  return { ...event, summary: { ...event.summary, failures } };
}

function rerunOptions({ profile, set = [], only = [], cwd, dataDir, cacheDir }: GlobalOptions): string {
  const given: [option: string, value: string | undefined][] = [
    ['--profile', profile],
    ...set.map((value): [string, string] => ['--set', value]),
    // What a stage collects depends on it.
    ...only.map((value): [string, string] => ['--only', value]),
    ['--cwd', cwd],
    ['--data-dir', dataDir],
    ['--cache-dir', cacheDir],
  ];
  return given
    .map(([option, value]) => (value === undefined ? '' : ` ${option} ${shellQuote(value)}`))
    .join('');
}
