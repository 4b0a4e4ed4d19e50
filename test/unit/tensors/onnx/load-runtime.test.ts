import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../../../src/tensors/onnx/load-runtime.ts';

const failing = (message: string, code: string) => () =>
  Promise.reject(Object.assign(new Error(message), { code }));

describe('loadRuntime', () => {
  it('gives the package by its name', async () => {
    const names: string[] = [];
    const runtime = { InferenceSession: {}, Tensor: {} };
    const load = (name: string) => {
      names.push(name);
      return Promise.resolve(runtime);
    };
    expect(await loadRuntime(load)).toBe(runtime);
    expect(names).toEqual(['onnxruntime-node']);
  });

  it('gives nothing where the package is not installed', async () => {
    const missing = "Cannot find package 'onnxruntime-node' imported from /a/b.js";
    expect(await loadRuntime(failing(missing, 'ERR_MODULE_NOT_FOUND'))).toBeUndefined();
  });

  it.each([
    [
      "Cannot find package 'onnxruntime-common' imported from /a/onnxruntime-node/c.js",
      'ERR_MODULE_NOT_FOUND',
    ],
    ['libonnxruntime.so.1: cannot open shared object file', 'ERR_DLOPEN_FAILED'],
  ])('says that an installed package cannot be loaded: %s', async (message, code) => {
    await expect(loadRuntime(failing(message, code))).rejects.toThrow(
      `onnxruntime-node is installed and cannot be loaded (${message}): install it anew with ` +
        '"npm install onnxruntime-node --ignore-scripts"',
    );
  });
});
