import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { appendSummary } from '../../../../src/cli/github/append-summary.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

function summaryFile(): string {
  const file = join(temporaryFolder(), 'summary.md');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  return file;
}

describe('the job summary', () => {
  it('keeps what is there already', () => {
    const file = summaryFile();
    writeFileSync(file, 'before\n');
    appendSummary(['a', 'b']);
    expect(readFileSync(file, 'utf8')).toBe('before\na\n\nb\n\n');
  });

  it('stays below the limit of GitHub, counted in bytes, and says what is left out', () => {
    const file = summaryFile();
    const sections = Array.from({ length: 30 }, () => 'ä'.repeat(50_000));
    appendSummary(sections);
    appendSummary(sections);
    expect(statSync(file).size).toBeLessThan(1_048_576);
    expect(readFileSync(file, 'utf8').match(/\d+ more: the log has everything\./g)).toEqual([
      '21 more: the log has everything.',
      '30 more: the log has everything.',
    ]);
  });

  it('is not written outside of a job', () => {
    vi.stubEnv('GITHUB_STEP_SUMMARY', '');
    expect(() => {
      appendSummary(['a']);
    }).not.toThrow();
  });
});
