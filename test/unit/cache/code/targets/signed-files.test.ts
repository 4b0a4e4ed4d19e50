import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SignedFiles } from '../../../../../src/cache/code/targets/signed-files.ts';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { signatureAt } from '../../../../../src/cache/files/signature.ts';
import { PipelineError } from '../../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../../project-folder.ts';

it('keeps the signature of each file from before it was read', () => {
  const path = join(projectFolder({ 'a.js': 'text' }), 'a.js');
  const files = new SignedFiles();
  const before = signatureAt(path);
  expect(files.signature(path)).toBeUndefined();
  expect(files.text(path)).toBe('text');
  expect(files.hash(path)).toBe(sha256('text'));
  writeFileSync(path, 'other text');
  files.sign(path);
  expect(files.signature(path)).toEqual(before);
});

it('says which file is not there', () => {
  const path = join(projectFolder({}), 'a.js');
  expect(() => new SignedFiles().text(path)).toThrow(
    new PipelineError('bad-stage-file', `the source file ${path} is not there`, {
      hint: 'Correct the path (with its extension, as Node needs it) where it is imported or named under "uses".',
      cause: expect.anything() as unknown,
    }),
  );
});
