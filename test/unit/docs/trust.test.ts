import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(resolve(root, 'docs/trust.md'), 'utf8');

it('names for every sentence of docs/trust.md a test that there is', () => {
  const items = page.split(/^- /m).slice(1);
  expect(items.length).toBeGreaterThan(10);
  const missing = items.flatMap((item) => {
    const named = [...item.matchAll(/`(test\/[^`]+)`: "([^"]+)"/g)];
    if (named.length === 0) return [item];
    return named.flatMap(([whole, file, title]) => {
      const text = readFileSync(resolve(root, file!), 'utf8');
      return [`'${title!}'`, `"${title!}"`].some((quoted) => text.includes(quoted)) ? [] : [whole];
    });
  });
  expect(missing).toEqual([]);
});
