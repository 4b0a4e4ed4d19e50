import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { tellGithub } from '../../../../src/cli/github/tell-github.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('annotates the error and adds it to the job summary', () => {
  const file = join(temporaryFolder(), 'summary.md');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  tellGithub(new PipelineError('disk-full', 'the disk is full', { hint: 'make room' }));
  expect(write.mock.calls).toEqual([['::error title=eos-pipeline::the disk is full%0Amake room\n']]);
  expect(readFileSync(file, 'utf8')).toBe(
    '### eos-pipeline ended with an error\n\n```text\nthe disk is full\n  make room\n```\n\n',
  );
});
