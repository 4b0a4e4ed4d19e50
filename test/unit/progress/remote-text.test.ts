import { expect, it } from 'vitest';
import { problemText, progressText } from '../../../src/progress/remote-text.ts';

it('says what is wrong with a remote, what follows and what to do', () => {
  const problem = { remote: '/mnt', message: 'it is full', hint: 'Make room.' };
  expect(problemText({ ...problem, consequence: 'not-written' })).toBe(
    'remote /mnt: it is full. Nothing more is sent to it in this run. Make room.',
  );
  expect(problemText({ ...problem, hint: '', consequence: 'refused' })).toBe('remote /mnt: it is full.');
});

it('says how far results are, how fast, and how long it takes', () => {
  const progress = {
    type: 'remote-progress' as const,
    direction: 'sending' as const,
    done: 1,
    total: 3,
    sizeBytes: 1e6,
    totalBytes: 3e6,
    bytesPerSecond: 1e6,
  };
  expect(progressText({ ...progress, remainingMs: 2000 })).toBe(
    'sending 1 of 3 results, 1.0 MB of 3.0 MB, 1.0 MB/s, 2.00 s left',
  );
  expect(progressText(progress)).toBe('sending 1 of 3 results, 1.0 MB of 3.0 MB, 1.0 MB/s');
});
