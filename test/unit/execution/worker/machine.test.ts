import { cpus, hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  describeMachine,
  peakMemoryBytes,
  resetPeakMemory,
} from '../../../../src/execution/worker/machine.ts';

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

describe('peakMemoryBytes', () => {
  it('grows with the memory that is used', () => {
    resetPeakMemory();
    const before = peakMemoryBytes();
    const block = Buffer.alloc(200 << 20, 1);
    expect(peakMemoryBytes() - before).toBeGreaterThan(100 << 20);
    expect(block[0]).toBe(1);
  });

  it.skipIf(process.platform !== 'linux')('is in the range of what the system says', () => {
    expect(peakMemoryBytes()).toBeGreaterThan(0.5 * process.memoryUsage.rss());
    expect(peakMemoryBytes()).toBeLessThan(1.1 * process.resourceUsage().maxRSS * 1024);
  });
});
