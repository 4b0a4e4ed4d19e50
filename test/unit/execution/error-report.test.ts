import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBadInput, reportError } from '../../../src/execution/error-report.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('an error was expected');
}

describe('reportError', () => {
  it('keeps code, place and hint of an error of the engine, and the stack of what caused it', () => {
    const location = { file: 'pipeline.yaml', line: 3, column: 5 };
    const cause = new Error('why');
    const error = new PipelineError('bad-params', 'width is missing', { location, hint: 'Add it.', cause });
    expect(reportError(error, 'running train')).toEqual({
      code: 'bad-params',
      message: 'width is missing',
      location,
      hint: 'Add it.',
      stack: cause.stack,
    });
  });

  it('leaves out what an error does not have', () => {
    const error = new PipelineError('internal', 'x');
    delete error.stack;
    expect(reportError(error, 'running train')).toEqual({ code: 'internal', message: 'x' });
  });

  it('says what an error of the file system means', () => {
    const error = thrown(() => readFileSync('/no/such/file'));
    expect(reportError(error, 'running train')).toEqual({
      code: 'file-vanished',
      message: 'running train failed, the file is gone (ENOENT): /no/such/file',
      hint: 'If another program removed it, run the same command again.',
      stack: (error as Error).stack,
    });
  });

  it('takes any other error for a failure of the stage, and names its kind where that says something', () => {
    const plain = new Error('the loss diverged');
    expect(reportError(plain, 'running train')).toEqual({
      code: 'stage-failed',
      message: 'the loss diverged',
      stack: plain.stack,
    });
    const kind = reportError(new RangeError('stepSize: expected > 0'), 'running train');
    expect(kind.message).toBe('RangeError: stepSize: expected > 0');
    expect(reportError(plain, 'starting', 'internal').code).toBe('internal');
  });

  it('passes the hint of a foreign error on', () => {
    const error = Object.assign(new Error('no space'), { hint: 'Free some.' });
    expect(reportError(error, 'running train')).toMatchObject({ message: 'no space', hint: 'Free some.' });
  });

  it('reports whatever else a stage throws', () => {
    expect(reportError('a text', 'running train')).toEqual({ code: 'stage-failed', message: 'a text' });
    expect(reportError(undefined, 'running train')).toEqual({ code: 'stage-failed', message: 'undefined' });
  });
});

describe('isBadInput', () => {
  it('tells what the user gave from what went wrong on the way', () => {
    expect(isBadInput({ code: 'bad-params', message: '' })).toBe(true);
    expect(isBadInput({ code: 'missing-input', message: '' })).toBe(true);
    expect(isBadInput({ code: 'stage-failed', message: '' })).toBe(false);
    expect(isBadInput({ code: 'disk-full', message: '' })).toBe(false);
  });
});
