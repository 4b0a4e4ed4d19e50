import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';

describe('PipelineError', () => {
  it('ends the process with 2 for bad input, 130 for an interruption, and 1 for the rest', () => {
    expect(new PipelineError('bad-pipeline', 'x').exitCode).toBe(2);
    expect(new PipelineError('missing-input', 'x').exitCode).toBe(2);
    expect(new PipelineError('interrupted', 'x').exitCode).toBe(130);
    expect(new PipelineError('stage-failed', 'x').exitCode).toBe(1);
    expect(new PipelineError('disk-full', 'x').exitCode).toBe(1);
  });

  it('keeps the place, the next step and the cause, and leaves out what it was not given', () => {
    const cause = new Error('inner');
    const location = { file: 'pipeline.yaml', line: 3, column: 7 };
    const full = new PipelineError('bad-params', 'x', { location, hint: 'do y', cause });
    expect([full.location, full.hint, full.cause]).toEqual([location, 'do y', cause]);
    expect('hint' in new PipelineError('bad-params', 'x')).toBe(false);
  });
});
