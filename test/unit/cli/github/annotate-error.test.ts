import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { annotateError } from '../../../../src/cli/github/annotate-error.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { FaultsError } from '../../../../src/pipeline/faults/fault.ts';

beforeEach(() => {
  vi.stubEnv('GITHUB_WORKSPACE', process.cwd());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const location = { file: 'pipeline.yaml', line: 3, column: 7 };

it('annotates each fault at its place', () => {
  const faults = [
    { location, message: 'first', expected: 'a number', hint: 'write 3', excerpt: 'x' },
    { message: 'second \u001b[2J', excerpt: 'y' },
  ];
  expect(annotateError(new FaultsError(faults))).toBe(
    '::error file=pipeline.yaml,line=3,col=7,title=eos-pipeline::first%0Aexpected a number%0Awrite 3\n' +
      '::error title=eos-pipeline::second ␛[2J\n',
  );
});

it('annotates other errors of the engine, and defects', () => {
  expect(
    annotateError(new PipelineError('disk-full', 'the disk is full', { location, hint: 'make room' })),
  ).toBe('::error file=pipeline.yaml,line=3,col=7,title=eos-pipeline::the disk is full%0Amake room\n');
  expect(annotateError(new TypeError('oops'))).toBe('::error title=eos-pipeline::oops\n');
});
