import { expect, it } from 'vitest';
import { globalOptions } from '../../../../src/cli/arguments/global-options.ts';

it('describes each option, once', () => {
  const options = globalOptions();
  const names = options.map(({ long }) => long);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['--profile', '--remote-access', '--remote-only']));
  for (const { description } of options) expect(description).not.toBe('');
});
