import { describe, expect, it } from 'vitest';
import { probeState, submitProbe } from '../../../../src/execution/site/probe-job.ts';
import { fakeCommands } from '../../../fake-commands.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('submitProbe', () => {
  it('gives the id, also that of a federation, or what sbatch says', async () => {
    const folder = temporaryFolder();
    fakeCommands({ sbatch: `printf '%s\\n' "$@" >'${folder}/given'; echo '41;other'` });
    expect(await submitProbe(folder, 'name', ['--partition=main'], [])).toEqual({ id: '41' });
    fakeCommands({ sbatch: 'echo "sbatch: error: no" >&2; exit 1' });
    expect(await submitProbe(folder, 'name', [], [])).toEqual({ refused: 'no' });
    fakeCommands({ sbatch: 'echo "a site that wraps sbatch"' });
    expect(await submitProbe(folder, 'name', [], [])).toEqual({ refused: 'a site that wraps sbatch' });
  });
});

describe('probeState', () => {
  it('reads what scontrol says of a job', async () => {
    fakeCommands({
      scontrol:
        'echo "JobId=1 JobName=wrap JobState=FAILED Reason=NonZeroExitCode ExitCode=71:0 BatchHost=n1 NumNodes=1"',
    });
    expect(await probeState('1')).toEqual({
      state: 'FAILED',
      reason: 'NonZeroExitCode',
      exitCode: '71:0',
      node: 'n1',
    });
  });

  it('knows nothing of a job that Slurm has forgotten', async () => {
    fakeCommands({ scontrol: 'echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1' });
    expect(await probeState('1')).toEqual({});
  });
});
