import { expect, it } from 'vitest';
import { pageStyle } from '../../../../../src/report/page/style/page-style.ts';

it('the stylesheet asks for nothing from outside and knows dark screens, phones and paper', () => {
  expect(pageStyle).not.toMatch(/url\(|@import/);
  expect(pageStyle).toContain(':root[data-theme=dark]');
  expect(pageStyle).toContain('@media (max-width:40rem)');
  expect(pageStyle).toContain('@media print');
  // What is not laid out before it is near is on paper.
  expect(pageStyle).toMatch(/\.scroll\{[^}]*content-visibility:auto/);
  expect(pageStyle).toMatch(/@media print.*\.scroll,\.wide\{[^}]*content-visibility:visible/);
  expect(pageStyle.split('{').length).toBe(pageStyle.split('}').length);
});
