import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPlainFile } from '../../../../src/cache/files/read-plain-file.ts';
import { projectFolder } from '../../../project-folder.ts';

it('reads a file, says that nothing is there, and waits for nothing that is no file', () => {
  const folder = projectFolder({ file: 'text' });
  expect(readPlainFile(join(folder, 'file'))).toEqual({ text: 'text' });
  expect(readPlainFile(join(folder, 'none'))).toBeUndefined();
  expect(readPlainFile(join(folder, 'file/none'))).toBeUndefined();
  expect(() => readPlainFile(folder)).toThrow(/EISDIR/);
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync('file', join(folder, 'link'));
  symlinkSync('circle', join(folder, 'circle'));
  for (const name of ['pipe', 'link', 'circle']) expect(readPlainFile(join(folder, name))).toBe('no file');
});
