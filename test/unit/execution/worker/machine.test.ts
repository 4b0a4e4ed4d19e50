import { cpus, hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { describeMachine } from '../../../../src/execution/worker/machine.ts';

describe('describeMachine', () => {
  it('names host, platform, processor and Node version', () => {
    expect(describeMachine()).toEqual({
      host: hostname(),
      platform: `${process.platform}-${process.arch}`,
      processor: cpus()[0]!.model.trim(),
      node: process.versions.node,
    });
  });
});
