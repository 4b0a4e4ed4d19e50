import { describe, expect, it } from 'vitest';
import { askSlurm } from '../../../../src/execution/site/ask-slurm.ts';
import { fakeCommands, onlyCommands } from '../../../fake-commands.ts';

describe('askSlurm', () => {
  it('gives what a command prints, and passes every argument as it is', async () => {
    fakeCommands({ squeue: 'printf "%s;" "$@"' });
    expect(await askSlurm('squeue', ['-o', '%i|%T', "it's $HOME"])).toEqual({
      state: 'answered',
      stdout: "-o;%i|%T;it's $HOME;",
      complaint: '',
    });
  });

  it('gives what a command that fails complains of, in one line without its name', async () => {
    const lines = [
      'sbatch: error: invalid partition specified: nope',
      'sbatch: error: Batch job submission failed',
    ];
    fakeCommands({ sbatch: `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >&2; exit 1` });
    expect(await askSlurm('sbatch', [])).toEqual({
      state: 'refused',
      stdout: '',
      complaint: 'invalid partition specified: nope; Batch job submission failed',
    });
  });

  it('says that there is no such command', async () => {
    onlyCommands({});
    expect(await askSlurm('sbatch', [])).toMatchObject({ state: 'missing' });
  });
});
