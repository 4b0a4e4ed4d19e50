import * as tensorflow from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openTfjs } from '../../../../src/tensors/tfjs/open-tfjs.ts';

function notInstalled(): Promise<never> {
  return Promise.reject(Object.assign(new Error('no such package'), { code: 'ERR_MODULE_NOT_FOUND' }));
}

describe('openTfjs', () => {
  it('falls back to WebAssembly, which comes along, without a word where no native package is installed', async () => {
    const { backend } = await openTfjs(notInstalled);
    expect(backend).toEqual({
      name: 'TensorFlow.js WASM',
      library: `@tensorflow/tfjs-backend-wasm (tfjs ${tensorflow.version_core})`,
      precision: 'float32',
      threads: 1,
      refused: [],
    });
    expect(tensorflow.getBackend()).toBe('wasm');
  });

  it('prefers the package for GPUs, and sets its native backend', async () => {
    const backends: string[] = [];
    const native = {
      ...tensorflow,
      setBackend: (name: string) => {
        backends.push(name);
        return Promise.resolve(true);
      },
    };
    const asked: string[] = [];
    const { backend } = await openTfjs((name) => {
      asked.push(name);
      return Promise.resolve(native);
    });
    expect(asked).toEqual(['@tensorflow/tfjs-node-gpu']);
    expect(backends).toEqual(['tensorflow']);
    expect(backend.name).toBe('TensorFlow');
    expect(backend.library).toBe(`@tensorflow/tfjs-node-gpu (tfjs ${tensorflow.version_core})`);
    expect(backend.precision).toBe('float32');
  });

  it('says why a package that is installed cannot be used, and goes on without it', async () => {
    const { backend } = await openTfjs((name) =>
      name.endsWith('-gpu') ? Promise.reject(new Error('libcudart.so.11.0: cannot open')) : notInstalled(),
    );
    expect(backend.name).toBe('TensorFlow.js WASM');
    expect(backend.refused).toEqual(['@tensorflow/tfjs-node-gpu: libcudart.so.11.0: cannot open']);
  });
});
