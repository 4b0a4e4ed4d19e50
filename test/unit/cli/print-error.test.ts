import { afterEach, describe, expect, it, vi } from 'vitest';
import { exitCodeOf, printError } from '../../../src/cli/print-error.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { FaultsError } from '../../../src/pipeline/faults/fault.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function printed(error: unknown, json: boolean): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  printError(error, json);
  vi.restoreAllMocks();
  return said;
}

const location = { file: 'pipeline.yaml', line: 3, column: 7 };

describe('printError', () => {
  it('shows place, message and next step on standard error', () => {
    expect(
      printed(new PipelineError('disk-full', 'the disk is full', { location, hint: 'make room' }), false),
    ).toEqual({
      stdout: '',
      stderr: 'pipeline.yaml:3:7: the disk is full\n  make room\n',
    });
  });

  it('lets a terminal obey nothing in a message', () => {
    expect(printed(new PipelineError('bad-argument', 'no \u001b[2Jx'), false).stderr).toBe('no ␛[2Jx\n');
  });

  it('shows faults as they are', () => {
    const error = new FaultsError([{ message: 'm', excerpt: '  e' }]);
    expect(printed(error, false).stderr).toBe('m\n  e\n\n1 fault; nothing was run.\n');
  });

  it('writes one line of JSON on standard output for programs', () => {
    const error = new PipelineError('disk-full', 'the disk is full', { location, hint: 'make room' });
    expect(printed(error, true)).toEqual({
      stdout: `${JSON.stringify({ version: 1, type: 'error', code: 'disk-full', message: 'the disk is full', location, hint: 'make room' })}\n`,
      stderr: '',
    });
  });

  it('writes each fault for programs', () => {
    const faults = [{ location, message: 'm', excerpt: '  e' }];
    expect(JSON.parse(printed(new FaultsError(faults), true).stdout)).toMatchObject({
      code: 'bad-pipeline',
      faults,
    });
  });

  it('admits a defect of its own, with the stack', () => {
    expect(printed(new TypeError('oops'), false).stderr).toMatch(
      /^eos-pipeline has a defect: please report this\.\nTypeError: oops\n {4}at /,
    );
    expect(JSON.parse(printed('text', true).stdout)).toEqual({
      version: 1,
      type: 'error',
      code: 'internal',
      message: 'text',
      stack: 'text',
    });
  });
});

describe('exitCodeOf', () => {
  it('is that of the error, and 1 for a defect', () => {
    expect(
      [new PipelineError('bad-argument', ''), new PipelineError('interrupted', ''), new Error('x')].map(
        exitCodeOf,
      ),
    ).toEqual([2, 130, 1]);
  });
});
