import { expect, it } from 'vitest';
import { paperBibtex, projectBibtex } from '../../../../src/report/paper/citations.ts';

it.each([paperBibtex, projectBibtex('1.2.3')])('BibTeX has a key and closed braces: %#', (entry) => {
  expect(entry).toMatch(/^@\w+\{\w+,\n/);
  expect(entry.split('{').length).toBe(entry.split('}').length);
});
