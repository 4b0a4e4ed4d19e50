import { styleText } from 'node:util';
import type { RunEvent, RunSummary } from '../execution/event.ts';
import { durationText } from './duration-text.ts';
import { nothingToDo } from './nothing-to-do.ts';

type FailedEvent = Extract<RunEvent, { type: 'instance-failed' }>;

/** A failure for people: what, where, the end of the log, and the command that runs just this instance again. */
export function failureText(event: FailedEvent): string {
  const { error, instance, log, logTail, rerun } = event;
  const { location } = error;
  const where = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
  const lines = [`${styleText('red', `${instance} failed`)}: ${where}${error.message}`];
  if (error.hint !== undefined) lines.push(`  ${error.hint}`);
  if (logTail.length > 0)
    lines.push('  the end of its log:', ...logTail.map((line) => styleText('dim', `  │ ${line}`)));
  if (log !== undefined) lines.push(`  the whole log: ${log}`);
  lines.push(`  again, just this one: ${rerun}`);
  return lines.join('\n');
}

/** The last line of a run. */
export function summaryText(summary: RunSummary, elapsedMs: number): string {
  const { total, hits, ran, failed, skipped, interrupted, checkpoints, savedMs, left = 0 } = summary;
  const time = durationText(elapsedMs);
  const parts: string[] = [];
  const say = (count: number, word: string): void => {
    if (count > 0) parts.push(`${count} ${word}`);
  };
  say(ran, 'ran');
  say(hits, 'up to date');
  say(failed, 'failed');
  say(interrupted, 'interrupted');
  say(left, left === 1 ? 'is a job of the cluster' : 'are jobs of the cluster');
  say(skipped, 'not run');
  const counts = parts.join(', ');
  const saved =
    checkpoints > 0 ? `; ${checkpoints} saved where ${checkpoints === 1 ? 'it was' : 'they were'}` : '';
  if (summary.exitCode === 4 && left > 0)
    return `unfinished after ${time}: ${counts}${saved}. The jobs go on; the same command takes them up again.`;
  if (summary.exitCode === 4)
    return `unfinished, the time budget was over after ${time}: ${counts}${saved}. The same command goes on from here.`;
  if (summary.exitCode === 130)
    return `interrupted after ${time}: ${counts}${saved}. The same command goes on from here.`;
  if (failed > 0) return `failed after ${time}: ${counts}`;
  if (ran === 0) return nothingToDo(total, elapsedMs);
  return `done in ${time}: ${counts}${savedMs >= 1000 ? ` (which saved ${durationText(savedMs)})` : ''}`;
}
