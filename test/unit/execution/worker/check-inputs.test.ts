import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputSignature } from '../../../../src/cache/actions/input-content.ts';
import { type Digest, sha256 } from '../../../../src/cache/files/digest.ts';
import { cachedInputs, checkUndisturbed } from '../../../../src/execution/worker/check-inputs.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache, fieldsOf } from '../../../temporary-cache.ts';

describe('checkUndisturbed', () => {
  it('names a project file that changed', () => {
    const root = projectFolder({ 'data.csv': '1' });
    const path = join(root, 'data.csv');
    const check = (signature: Digest): void => {
      const job = jobFor(temporaryCache(), join(root, 'a.ts'), {}, { projectFiles: [{ path, signature }] });
      checkUndisturbed(job, []);
    };
    check(inputSignature(path)!);
    expect(() => {
      check(sha256('other'));
    }).toThrow(
      new PipelineError('stage-failed', `the input ${path} changed while the stage was reading it`, {
        hint: 'Run the same command again when it is complete.',
      }),
    );
  });

  it('names a cached input that was changed, and the stage that ran', () => {
    const job = jobFor(temporaryCache(), '/a.ts', {}, { instance: 'train[seed=1]' });
    const problems = [{ path: '/cache/outputs/ab/abc/x', problem: 'it was written to' }];
    expect(() => {
      checkUndisturbed(job, [{ output: sha256('x'), problems, intact: true }]);
    }).toThrow(
      new PipelineError(
        'stage-failed',
        'the input /cache/outputs/ab/abc/x was changed while train[seed=1] ran: it was written to',
        {
          location: job.location,
          hint: 'Inputs are for reading: let the stage copy what it changes to its output folder, or to a temporary one. Then run the same command again: a damaged input is made again first.',
        },
      ),
    );
  });
});

describe('cachedInputs', () => {
  it('gives the outputs of stages, not the files of the project', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => sha256(text)) as unknown as [Digest, Digest, Digest];
    const job = jobFor(
      temporaryCache(),
      '/a.ts',
      {},
      {
        fields: fieldsOf({}, { inputs: { runs: [a, b], file: [c] } }),
        sources: { runs: [{ instance: 'r[1]' }, { instance: 'r[2]' }], file: [{ file: 'data.csv' }] },
      },
    );
    expect(cachedInputs(job)).toEqual([a, b]);
  });
});
