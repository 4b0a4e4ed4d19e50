import type { Numbers } from '../matrix.ts';
import { declare, open } from '../native-library.ts';

/** Memory of an NVIDIA GPU, of the process's context on its first device (or the first of CUDA_VISIBLE_DEVICES). */
export interface DeviceMemory {
  /**
   * Memory for numbers, used again by the next caller that names the same slot.
   * @param slot one of the operands of a product
   * @param bytes that are needed
   * @returns its address on the device
   */
  place: (slot: 'a' | 'b' | 'c', bytes: number) => bigint;
  /** Copies numbers to an address on the device. */
  upload: (address: bigint, numbers: Numbers) => void;
  /** Waits for the device, and copies numbers from an address on it. */
  download: (numbers: Numbers, address: bigint) => void;
}

/**
 * Opens the memory of the GPU by the driver's own interface, which is there wherever a driver is.
 * @param driver path or name of the driver's library
 * @throws Error naming the call and its status: no driver, no device
 */
export function openDeviceMemory(driver: string): DeviceMemory {
  const handle = open(driver);
  const call = (prototype: string) =>
    declare(handle, prototype, 'of the CUDA driver (its CUresult)', {
      2: 'the GPU has no memory left; let fewer runs share it (-j)',
      100: 'it sees no NVIDIA GPU (CUDA_VISIBLE_DEVICES may hide one)',
    });
  const context: unknown[] = [null];
  call('int cuInit(unsigned int)')(0);
  const device = [0];
  call('int cuDeviceGet(_Out_ int *, int)')(device, 0);
  call('int cuDevicePrimaryCtxRetain(_Out_ void **, int)')(context, device[0]);
  call('int cuCtxSetCurrent(void *)')(context[0]);
  const allocate = call('int cuMemAlloc_v2(_Out_ uint64_t *, size_t)');
  const free = call('int cuMemFree_v2(uint64_t)');
  const toDevice = call('int cuMemcpyHtoD_v2(uint64_t, const void *, size_t)');
  const fromDevice = call('int cuMemcpyDtoH_v2(void *, uint64_t, size_t)');
  const slots = new Map<string, { address: bigint; bytes: number }>();
  return {
    place(slot, bytes) {
      const held = slots.get(slot);
      if (held && held.bytes >= bytes) return held.address;
      slots.delete(slot);
      if (held) free(held.address);
      const address: unknown[] = [0];
      allocate(address, bytes);
      const made = { address: BigInt(address[0] as number | bigint), bytes };
      slots.set(slot, made);
      return made.address;
    },
    upload: (address, numbers) => {
      toDevice(address, numbers, numbers.byteLength);
    },
    download: (numbers, address) => {
      fromDevice(numbers, address, numbers.byteLength);
    },
  };
}
