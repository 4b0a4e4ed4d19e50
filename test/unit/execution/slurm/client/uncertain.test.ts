import { describe, expect, it } from 'vitest';
import { isUncertain } from '../../../../../src/execution/slurm/client/uncertain.ts';

describe('isUncertain', () => {
  it('tells a refusal from a silence', () => {
    const said = (stderr: string) => ({ exitCode: 1, stdout: '', stderr });
    const silent = { exitCode: undefined, stdout: '', stderr: '' };
    expect(isUncertain(silent)).toBe(true);
    expect(isUncertain(said('Unable to contact slurm controller (connect failure)'))).toBe(true);
    expect(isUncertain(said('Slurm temporarily unable to accept job, sleeping and retrying'))).toBe(true);
    expect(isUncertain(said('Invalid partition name specified'))).toBe(false);
    expect(isUncertain({ ...silent, missing: true })).toBe(false);
  });
});
