import { expect, it } from 'vitest';
import { isLeftOut } from '../../../../src/cache/actions/left-out.ts';

it.each([
  '__pycache__',
  '.DS_Store',
  'Thumbs.db',
  'desktop.ini',
  '.ipynb_checkpoints',
  '.#a.txt',
  '#a.txt#',
  '.a.txt.swp',
  '.a.swo',
  '.swp.swp',
  '.~lock.a.odt#',
  '~$a.docx',
  '.nfs0000000000ab12cd00000001',
])('leaves out %s', (name) => {
  expect(isLeftOut(name)).toBe(true);
});

it.each([
  'a.pyc',
  'a.swp',
  '.swp',
  '.gitignore',
  '#1.csv',
  '#',
  '##',
  '.#',
  'a~',
  'backup~$',
  'thumbs',
  '.nfs',
  '.hidden',
  'x.db',
])('keeps %s', (name) => {
  expect(isLeftOut(name)).toBe(false);
});
