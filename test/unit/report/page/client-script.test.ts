import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { clientScript } from '../../../../src/report/page/client-script.ts';

it('the page’s script is one piece of plain JavaScript that imports nothing and is the same each time', () => {
  const { code, packages } = clientScript();
  expect(() => new Script(code)).not.toThrow();
  expect(code).not.toMatch(/^\s*import |\brequire\(/m);
  const again = clientScript();
  expect([again.code === code, again.packages]).toEqual([true, packages]);
  const names = packages.map((folder) => folder.replace(/.*node_modules\//, ''));
  expect(names).toEqual(expect.arrayContaining(['vega', 'vega-lite', 'd3-array']));
});
