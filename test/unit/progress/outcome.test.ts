import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/execution/event.ts';
import { failureText, summaryText } from '../../../src/progress/outcome.ts';
import { failed, summary } from '../../run-event.ts';

type Failed = Extract<RunEvent, { type: 'instance-failed' }>;

describe('failureText', () => {
  it('shows the error, the next step, the end of the log, its path, and the command for just this instance', () => {
    expect(stripVTControlCharacters(failureText(failed('train[seed=3]') as Failed)))
      .toBe(`train[seed=3] failed: the loss diverged
  lower the step size
  the end of its log:
  │ step 1
  │ Error: NaN
  the whole log: /cache/logs/train.log
  again, just this one: eos-pipeline repro 'train[seed=3]'`);
  });

  it('shows where the cause stands, and does without a log', () => {
    const event = failed('train', []) as Failed;
    delete event.log;
    const error = { ...event.error, location: { file: 'pipeline.yaml', line: 3, column: 7 } };
    expect(stripVTControlCharacters(failureText({ ...event, error })))
      .toBe(`train failed: pipeline.yaml:3:7: the loss diverged
  lower the step size
  again, just this one: eos-pipeline repro 'train'`);
  });
});

describe('summaryText', () => {
  it('is one line for a run with nothing to do', () => {
    expect(summaryText(summary({ total: 51, hits: 51 }), 180)).toBe(
      'nothing to do: 51 instances up to date (0.18 s)',
    );
    expect(summaryText(summary({ total: 1, hits: 1 }), 180)).toBe(
      'nothing to do: 1 instance up to date (0.18 s)',
    );
  });

  it('says what ran and what the cache saved', () => {
    expect(summaryText(summary({ total: 5, hits: 2, ran: 3, savedMs: 90_000 }), 12_000)).toBe(
      'done in 12.0 s: 3 ran, 2 up to date (which saved 1m30s)',
    );
    expect(summaryText(summary({ total: 5, ran: 5 }), 12_000)).toBe('done in 12.0 s: 5 ran');
  });

  it('says what failed and what therefore did not run', () => {
    expect(
      summaryText(summary({ exitCode: 1, total: 5, hits: 1, ran: 1, failed: 1, skipped: 2 }), 2000),
    ).toBe('failed after 2.00 s: 1 ran, 1 up to date, 1 failed, 2 not run');
  });

  it('says what an interruption left, and how to go on', () => {
    const interrupted = summary({
      exitCode: 130,
      total: 5,
      ran: 1,
      interrupted: 2,
      skipped: 2,
      checkpoints: 2,
    });
    expect(summaryText(interrupted, 2000)).toBe(
      'interrupted after 2.00 s: 1 ran, 2 interrupted, 2 not run; 2 saved where they were. The same command goes on from here.',
    );
    expect(summaryText({ ...interrupted, exitCode: 4, checkpoints: 1 }, 2000)).toBe(
      'unfinished, the time budget was over after 2.00 s: 1 ran, 2 interrupted, 2 not run; 1 saved where it was. The same command goes on from here.',
    );
  });
});
