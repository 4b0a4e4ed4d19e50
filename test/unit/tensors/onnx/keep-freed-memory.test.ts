import { describe, expect, it } from 'vitest';
import { keepFreedMemory } from '../../../../src/tensors/onnx/keep-freed-memory.ts';

describe('keepFreedMemory', () => {
  it('sets what the C library has, and does no harm where it has nothing', () => {
    const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
    expect(keepFreedMemory()).toBe(report.header.glibcVersionRuntime !== undefined);
    expect(new Float64Array(1e6).fill(1)[999_999]).toBe(1);
  });
});
