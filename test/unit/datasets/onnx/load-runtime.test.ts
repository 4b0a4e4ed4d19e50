import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../../../src/datasets/onnx/load-runtime.ts';

const failing = (message: string, code: string) => () => {
  throw Object.assign(new Error(message), { code });
};

describe('loadRuntime', () => {
  it('gives the package by its name', () => {
    const names: string[] = [];
    const runtime = { InferenceSession: {}, Tensor: {} };
    const load = (name: string) => {
      names.push(name);
      return runtime;
    };
    expect(loadRuntime(load)).toBe(runtime);
    expect(names).toEqual(['onnxruntime-node']);
  });

  it('gives nothing where the package is not installed', () => {
    const missing = "Cannot find module 'onnxruntime-node'\nRequire stack:\n- /a/b.js";
    expect(loadRuntime(failing(missing, 'MODULE_NOT_FOUND'))).toBeUndefined();
  });

  it.each([
    [
      "Cannot find package 'onnxruntime-common' imported from /a/onnxruntime-node/c.js",
      'ERR_MODULE_NOT_FOUND',
    ],
    ['libonnxruntime.so.1: cannot open shared object file', 'ERR_DLOPEN_FAILED'],
  ])('says that an installed package cannot be loaded: %s', (message, code) => {
    expect(() => loadRuntime(failing(message, code))).toThrow(
      `onnxruntime-node is installed and cannot be loaded (${message}): install it anew with ` +
        '"npm install onnxruntime-node --ignore-scripts"',
    );
  });
});
