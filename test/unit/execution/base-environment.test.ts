import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  baseEnvironment,
  isBaseVariable,
  stageEnvironment,
} from '../../../src/execution/base-environment.ts';

describe('baseEnvironment', () => {
  it('keeps what says where one is and where tools lie, and nothing else', () => {
    const kept = { PATH: '/bin', HOME: '/home/a', EOS_DATA_DIR: '/data', OMP_PROC_BIND: 'true' };
    const left = {
      MYVAR: '1',
      AWS_SECRET_ACCESS_KEY: 'x',
      NODE_OPTIONS: '--import x',
      ZX_SHELL: 'fish',
      PATHS: '1',
    };
    expect(stageEnvironment({ ...kept, ...left, UNSET: undefined })).toEqual({
      ...kept,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    });
  });

  it('has one language and one time zone for everybody', () => {
    const own = {
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'de_DE.UTF-8',
      LC_COLLATE: 'C',
      LANGUAGE: 'tr',
      TZ: 'Asia/Kathmandu',
    };
    expect(stageEnvironment(own)).toEqual({ LANG: 'C.UTF-8', TZ: 'UTC' });
    // A variable that a stage declares has to reach a node of a cluster as it is here.
    expect(baseEnvironment(own)).toEqual({ LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' });
    expect(baseEnvironment({})).toEqual({});
    expect(Object.keys(own).filter(isBaseVariable)).toEqual(['LANG', 'TZ']);
  });

  it('gives the path of a library from where the command was started', () => {
    const library = (value: string): unknown =>
      baseEnvironment({ EOS_BLAS_LIBRARY: value })['EOS_BLAS_LIBRARY'];
    expect(library('./lib/libblas.so')).toBe(resolve('lib/libblas.so'));
    expect(library('/lib/libblas.so')).toBe(resolve('/lib/libblas.so'));
    expect(library('none')).toBe('none');
  });

  it('knows the names of Windows in any case', () => {
    expect(['Path', 'SystemRoot', 'ProgramFiles(x86)', 'MyVar'].map(isBaseVariable)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
