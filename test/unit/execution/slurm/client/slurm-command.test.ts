import { describe, expect, it, vi } from 'vitest';
import { slurmCommand } from '../../../../../src/execution/slurm/client/slurm-command.ts';
import { fakeSlurm } from '../../../../fake-slurm.ts';

describe('slurmCommand', () => {
  it('gives the exit code and what was said', async () => {
    fakeSlurm({ squeue: 'echo out; echo err >&2; exit 3' });
    expect(await slurmCommand('squeue', [])).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('does not hand on what belongs to the job that this run may be part of', async () => {
    fakeSlurm({ sbatch: 'env' });
    const set = {
      SLURM_JOB_ID: '7',
      SLURM_ARRAY_TASK_ID: '3',
      SBATCH_ARRAY_INX: '0-9',
      SBATCH_ACCOUNT: 'physics',
      SECRET: 'x',
    };
    for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value);
    const { stdout } = await slurmCommand('sbatch', [], { DECLARED: 'yes' });
    const names = stdout.split('\n').map((line) => line.split('=')[0]);
    expect(names).toContain('DECLARED');
    expect(names).toContain('SBATCH_ACCOUNT');
    expect(names).toContain('PATH');
    for (const name of ['SLURM_JOB_ID', 'SLURM_ARRAY_TASK_ID', 'SBATCH_ARRAY_INX', 'SECRET'])
      expect(names).not.toContain(name);
  });
});
