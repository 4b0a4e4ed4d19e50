import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { clientScript } from '../../../../src/report/page/client-script.ts';

it('the page’s script is one piece of plain JavaScript that imports nothing and is the same each time', () => {
  const script = clientScript();
  expect(() => new Script(script)).not.toThrow();
  expect(script).not.toMatch(/^\s*import |\brequire\(/m);
  expect(clientScript() === script).toBe(true);
});
