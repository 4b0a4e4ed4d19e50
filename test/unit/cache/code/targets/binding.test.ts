import { describe, expect, it } from 'vitest';
import { bindingText } from '../../../../../src/cache/code/targets/binding.ts';
import type { ImportTarget } from '../../../../../src/cache/code/targets/import-targets.ts';

describe('bindingText', () => {
  it.each<[what: string, target: ImportTarget, text: string]>([
    ['a name of a module', { kind: 'module', file: '/project/src/stats.ts' }, 'src/stats.ts#mean'],
    ['data', { kind: 'data', file: '/project/src/table.json', hash: 'x' as never }, 'src/table.json'],
    ['a name of a package', { kind: 'package', name: 'stats', part: '', version: '1.0.0' }, 'stats#mean'],
    [
      'a name of a part of a package',
      { kind: 'package', name: 'stats', part: '/robust', version: '1.0.0' },
      'stats/robust#mean',
    ],
    ['a name of a module of Node', { kind: 'builtin', name: 'zlib' }, 'zlib#mean'],
    ['what is not there', { kind: 'nothing' }, 'nothing'],
  ])('says of %s where it is from', (_what, target, text) => {
    expect(bindingText(target, 'mean', (file) => file.replace('/project/', ''))).toBe(text);
  });
});
