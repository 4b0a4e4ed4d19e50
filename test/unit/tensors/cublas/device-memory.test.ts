import { describe, expect, it } from 'vitest';
import { openDeviceMemory } from '../../../../src/tensors/cublas/device-memory.ts';
import { cublasStandIn, hasCompiler } from '../../../cublas-stand-in.ts';

describe.runIf(hasCompiler)('openDeviceMemory with a stand-in for the driver', () => {
  it('takes numbers to the device and back', () => {
    const memory = openDeviceMemory(cublasStandIn());
    const address = memory.place('a', 24);
    memory.upload(address, Float64Array.of(1, 2, 3));
    const back = new Float64Array(2);
    memory.download(back, address);
    expect([...back]).toEqual([1, 2]);
  });

  it('uses the memory of a slot again where it is large enough, and slots beside each other', () => {
    const memory = openDeviceMemory(cublasStandIn());
    const address = memory.place('a', 1000);
    expect(memory.place('a', 10)).toBe(address);
    expect(memory.place('b', 10)).not.toBe(address);
    const larger = memory.place('a', 5000);
    expect(memory.place('a', 5000)).toBe(larger);
  });

  it('says that there is no driver', () => {
    expect(() => openDeviceMemory('libcuda-that-is-not-there.so')).toThrow(/libcuda-that-is-not-there\.so/);
  });
});
