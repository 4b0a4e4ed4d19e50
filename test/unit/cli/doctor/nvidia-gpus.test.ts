import { describe, expect, it } from 'vitest';
import { gpuText, nvidiaGpus } from '../../../../src/cli/doctor/nvidia-gpus.ts';
import { projectFolder } from '../../../project-folder.ts';

const backend = {
  name: 'OpenBLAS',
  library: 'libopenblas.so.0',
  precision: 'float64',
  threads: 1,
  refused: [],
} as const;

describe('nvidiaGpus', () => {
  it('reads the models that the driver lists', () => {
    const folder = projectFolder({
      '0000:18:00.0/information': 'Model: \t\t NVIDIA H200\nIRQ:   \t\t 127\nGPU UUID: \t GPU-5c2\n',
      '0000:2a:00.0/information': 'Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 128\n',
      '0000:3b:00.0/information': 'IRQ:   \t\t 129\n',
    });
    expect(nvidiaGpus(folder)).toEqual(['NVIDIA H200', 'NVIDIA H100 80GB HBM3', 'NVIDIA, model unknown']);
  });

  it('finds none without a driver', () => {
    expect(nvidiaGpus('/no/such/folder')).toEqual([]);
  });
});

describe('gpuText', () => {
  it('says what to set where a GPU is not used', () => {
    expect(gpuText(['NVIDIA H200'], backend)).toBe(
      'NVIDIA H200: not used; large products go there with EOS_CUBLAS_LIBRARY=PATH/libcublas.so.13 (docs/backends.md)',
    );
    expect(gpuText(['NVIDIA H200'], { ...backend, name: 'WebAssembly' })).toContain(
      'with a BLAS library and EOS_CUBLAS_LIBRARY=PATH',
    );
  });

  it('says that large products go there', () => {
    const models = ['NVIDIA H200', 'NVIDIA T4', 'NVIDIA H200'];
    expect(gpuText(models, { ...backend, name: 'OpenBLAS and cuBLAS' })).toBe(
      '2 × NVIDIA H200, NVIDIA T4: makes the large products',
    );
  });

  it('says nothing where there is none', () => {
    expect(gpuText([], backend)).toBeUndefined();
  });
});
