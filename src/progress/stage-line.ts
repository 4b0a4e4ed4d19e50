import { durationText, estimateText } from './duration-text.ts';
import { stageRemainingMs, settled, type StageTally } from '../execution/stage-tally.ts';

/** One line about a stage: `train 37/80 · 2 running · loss 0.23 → 0.01 · 3m12s left`. */
export function stageLine(tally: StageTally, now: number): string {
  const {
    stage,
    total,
    upToDate,
    ran,
    failed,
    skipped,
    interrupted,
    running,
    queued,
    queueReasons,
    left,
    firstMs,
    lastMs,
  } = tally;
  const parts: string[] = [];
  const say = (count: number, word: string): void => {
    if (count > 0) parts.push(`${count} ${word}`);
  };
  const done = upToDate + ran;
  const complete = settled(tally) === total;
  if (complete && total === 1) {
    if (upToDate === 1) parts.push('up to date');
    if (failed === 1) parts.push('failed');
    if (skipped === 1) parts.push('not run');
    if (interrupted === 1) parts.push('interrupted');
  } else {
    if (queued.size > 0) parts.push(queuedText(queued.size, queueReasons));
    if (running.size > 0 && total > 1) say(running.size, 'running');
    if (complete && ran < total) say(upToDate, 'up to date');
    say(failed, 'failed');
    if (complete) say(skipped, 'not run');
    say(interrupted, 'interrupted');
    say(left, 'left in the cluster');
  }
  if (complete && ran > 0 && firstMs !== undefined && lastMs !== undefined)
    parts.push(`${total > 1 && ran < total ? `${ran} ran in ` : ''}${durationText(lastMs - firstMs)}`);
  const foremost = [...running.values()].sort((a, b) => b.fraction - a.fraction)[0];
  if (foremost?.message !== undefined) parts.push(foremost.message);
  else if (foremost !== undefined && total === 1) parts.push('running');
  if (running.size > 0) {
    const left = stageRemainingMs(tally, now);
    if (left !== undefined && left >= 500) parts.push(`${estimateText(left)} left`);
  }
  const count = total > 1 ? ` ${done}/${total}` : '';
  return [`${stage}${count}`, ...parts].join(' · ');
}

/** `12 queued (Priority)`, `12 queued (10 Priority, 2 Resources)`. */
function queuedText(count: number, reasons: Readonly<Record<string, number>>): string {
  const found = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const why =
    found.length === 1 ? found[0]![0] : found.map(([reason, times]) => `${times} ${reason}`).join(', ');
  return `${count} queued${why === '' ? '' : ` (${why})`}`;
}
