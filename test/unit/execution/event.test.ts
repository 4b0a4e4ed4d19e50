import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { EVENT_VERSION } from '../../../src/execution/event.ts';

const root = resolve(import.meta.dirname, '../../..');
const source = readFileSync(resolve(root, 'src/execution/event.ts'), 'utf8');
const documentation = readFileSync(resolve(root, 'docs/events.md'), 'utf8');

it('has a version, which the documentation names', () => {
  expect(documentation.split('\n')[0]).toBe(`# The event stream (version ${EVENT_VERSION})`);
});

it('documents every type of event, and none that there is not', () => {
  const declared = [...source.matchAll(/\btype: '([a-z-]+)'/g)].map((match) => match[1]!);
  const documented = [...documentation.matchAll(/^\| `([a-z]+-[a-z-]+)` +\|/gm)].map((match) => match[1]!);
  expect(declared.length).toBeGreaterThan(15);
  expect(documented.sort()).toEqual([...new Set(declared)].sort());
});
