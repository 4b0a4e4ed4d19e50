import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ErrorReport } from '../../../../src/execution/event.ts';
import { failureOf, rerunCommand } from '../../../../src/execution/schedule/failure.ts';
import type { JobResult } from '../../../../src/execution/job.ts';
import { instanceOf } from '../../../stage-project.ts';

const train = instanceOf('/project', 'train', { timeoutMs: 1500 });
const { location } = train;

function failure(result: JobResult): ErrorReport | undefined {
  return failureOf(train, result);
}

describe('failureOf', () => {
  it('passes the error of a failed stage on', () => {
    const error: ErrorReport = { code: 'stage-failed', message: 'the loss diverged' };
    expect(failure({ type: 'failed', error })).toBe(error);
  });

  it('is none for a success and for an interruption', () => {
    expect(failure({ type: 'verified', damaged: [], restored: [] })).toBeUndefined();
    expect(failure({ type: 'stopped', why: 'interrupt', checkpoint: true })).toBeUndefined();
  });

  it('says what a timeout was, and whether the next run continues', () => {
    expect(failure({ type: 'stopped', why: 'timeout', checkpoint: false })).toEqual({
      code: 'stage-timeout',
      message: 'the stage did not end within its timeout of 1.5 s',
      hint: 'Raise "timeout" of the stage in pipeline.yaml.',
      location,
    });
    expect(failure({ type: 'stopped', why: 'timeout', checkpoint: true })?.hint).toBe(
      'Raise "timeout" of the stage in pipeline.yaml. Its checkpoint is kept: the next run continues from there.',
    );
  });

  it.each<[JobResult & { type: 'crashed' }, string, string]>([
    [
      { type: 'crashed', signal: 'SIGKILL' },
      'its process was ended by SIGKILL',
      'Another program ended it, or the system did because memory ran out: lower --jobs, or give the stage "resources: { memory: … }".',
    ],
    [
      { type: 'crashed', signal: 'SIGABRT' },
      'its process was ended by SIGABRT',
      'Out of memory looks like this: the last lines of the log say more.',
    ],
    [
      { type: 'crashed', exitCode: 7 },
      'its process ended in the middle with exit code 7',
      'The last lines of the log say more.',
    ],
    [{ type: 'crashed' }, 'its process ended in the middle', 'The last lines of the log say more.'],
  ])('says how a worker process ended: %j', (result, message, hint) => {
    expect(failure(result)).toEqual({ code: 'stage-crashed', message, hint, location });
  });
});

describe('rerunCommand', () => {
  it('leaves a plain name as it is', () => {
    expect(rerunCommand('analyze/all')).toBe('eos-pipeline repro analyze/all');
  });

  it
    .skipIf(process.platform === 'win32')
    .each(['train[experiment=a,size=60]', 'it\'s $HOME `x` "y" \\', 'a b', '*'])(
    'quotes a name so that a shell gives it back: %s',
    (id) => {
      const command = rerunCommand(id).replace('eos-pipeline repro', 'printf %s');
      expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(id);
    },
  );
});
