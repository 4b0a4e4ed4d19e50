import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  explained,
  isMissing,
  systemCode,
  projectError,
  systemError,
} from '../../../../src/cache/files/system-error.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';

function failure(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: message`), { code }, path === undefined ? {} : { path });
}

const SPACE =
  'Free some space ("eos-pipeline gc" shrinks the cache) or choose another disk with --cache-dir; then run the same command again.';
const ACCESS = 'Give this user access to the path, or choose another cache folder with --cache-dir.';

describe('systemError', () => {
  it.each([
    ['ENOSPC', 'disk-full', ', no space is left on the device', SPACE],
    ['EDQUOT', 'disk-full', ', the disk quota is used up', SPACE],
    [
      'EROFS',
      'read-only',
      ', the file system is read-only',
      'Choose a writable folder with --cache-dir, or mount the file system for writing.',
    ],
    ['EACCES', 'permission-denied', ', permission was denied', ACCESS],
    ['EPERM', 'permission-denied', ', the operation is not permitted', ACCESS],
    [
      'EMFILE',
      'too-many-open-files',
      ', this process has too many files open',
      'Raise the limit ("ulimit -n 4096") or lower --jobs; then run the same command again.',
    ],
    [
      'ENFILE',
      'too-many-open-files',
      ', the system has too many files open',
      'Close other programs or lower --jobs; then run the same command again.',
    ],
    [
      'ENOENT',
      'file-vanished',
      ', the file is gone',
      'If another program removed it, run the same command again.',
    ],
    [
      'EAGAIN',
      'file-system',
      ', there is no room for another process or thread',
      'Raise the limit ("ulimit -u 4096"), close other programs or lower --jobs; then run the same command again.',
    ],
    [
      'EFBIG',
      'file-system',
      ', the file would be larger than the file system takes, or than this process may write',
      'Raise the limit ("ulimit -f unlimited"), or choose another disk with --cache-dir; then run the same command again.',
    ],
    [
      'EISDIR',
      'file-system',
      ', a folder is where a file is expected',
      'Move the folder away, or name a file; then run the same command again.',
    ],
    [
      'ENOTDIR',
      'file-system',
      ', a file is where a folder is expected',
      'Move the file away, or name a folder; then run the same command again.',
    ],
    ['EIO', 'file-system', '', 'Look at the path; then run the same command again.'],
  ] as const)('says what %s means and what to do', (code, meaning, says, hint) => {
    const cause = failure(code);
    expect(systemError(cause, 'writing the action record', '/cache/x')).toEqual(
      new PipelineError(meaning, `writing the action record failed${says} (${code}): /cache/x`, {
        hint,
        cause,
      }),
    );
  });

  it('prefers the path that the error names, and does without one', () => {
    const message = (error: unknown): string => (error as Error).message;
    expect(message(systemError(failure('EIO', '/real'), 'reading', '/given'))).toBe(
      'reading failed (EIO): /real',
    );
    expect(message(systemError(failure('EIO'), 'reading'))).toBe('reading failed (EIO)');
  });

  it('says that the current folder is gone, for which Node has no path', () => {
    const error = Object.assign(new Error('ENOENT: process.cwd failed'), {
      code: 'ENOENT',
      syscall: 'uv_cwd',
    });
    expect(systemError(error, 'the command')).toEqual(
      new PipelineError('bad-argument', 'the current folder is not there any more', {
        hint: 'Change to a folder that is; then run the same command again.',
        cause: error,
      }),
    );
  });

  it('returns everything else as it is', () => {
    for (const error of [
      new Error('x'),
      new PipelineError('internal', 'x'),
      failure('ERR_INVALID_ARG_TYPE'),
      'text',
      undefined,
    ]) {
      expect(systemError(error, 'reading', '/x')).toBe(error);
    }
  });
});

describe('explained', () => {
  it('gives the result, or lets the error say what it means', () => {
    expect(explained('reading', '/x', () => 7)).toBe(7);
    expect(() => explained('reading a list', '/x', () => readFileSync('/no/such/file'))).toThrow(
      new PipelineError('file-vanished', 'reading a list failed, the file is gone (ENOENT): /no/such/file', {
        hint: 'If another program removed it, run the same command again.',
        cause: expect.anything() as unknown,
      }),
    );
  });
});

describe('isMissing', () => {
  it('holds for a missing file and for a path below a file', () => {
    expect(['ENOENT', 'ENOTDIR', 'EACCES'].map((code) => isMissing(failure(code)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(isMissing(new Error('x'))).toBe(false);
  });
});

describe('systemCode', () => {
  it('is the code of a system error and of nothing else', () => {
    expect(systemCode(failure('EIO'))).toBe('EIO');
    expect(systemCode(new Error('x'))).toBeUndefined();
    expect(systemCode(Object.assign(new Error('x'), { code: 7 }))).toBeUndefined();
    expect(systemCode({ code: 'EIO' })).toBeUndefined();
  });
});

describe('projectError', () => {
  it('does not send anyone to the cache where the disk of the project is full, and says the rest as ever', () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC', path: '/cache/x' });
    expect(projectError(full, 'publishing an output', '/project/out')).toEqual(
      new PipelineError(
        'disk-full',
        'publishing an output failed, the disk of the project is full: /project/out',
        {
          hint: 'Free some space on the disk of the project; then run the same command again.',
        },
      ),
    );
    const readOnly = Object.assign(new Error('read-only'), { code: 'EROFS' });
    expect(projectError(readOnly, 'writing the lock file', '/project/pipeline.lock')).toEqual(
      new PipelineError(
        'read-only',
        'writing the lock file failed, the file system of the project is read-only: /project/pipeline.lock',
        {
          hint: 'pipeline.lock and what is published stand in the project: mount its file system for writing; then run the same command again.',
        },
      ),
    );
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    expect(projectError(denied, 'writing', '/x')).toEqual(systemError(denied, 'writing', '/x'));
  });
});
