import { describe, expect, it } from 'vitest';
import { nodeResultShape } from '../../../../../src/execution/slurm/batch/node-job.ts';

describe('nodeResultShape', () => {
  it('wants a type', () => {
    expect(nodeResultShape({ type: 'not-begun' })).toBeUndefined();
    expect(nodeResultShape({})).toBe('.type is not a text');
  });
});
