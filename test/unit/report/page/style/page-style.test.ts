import { expect, it } from 'vitest';
import { pageStyle } from '../../../../../src/report/page/style/page-style.ts';

it('the stylesheet asks for nothing from outside and knows dark screens, phones and paper', () => {
  expect(pageStyle).not.toMatch(/url\(|@import/);
  expect(pageStyle).toContain(':root[data-theme=dark]');
  expect(pageStyle).toContain('@media (max-width:40rem)');
  expect(pageStyle).toContain('@media print');
  expect(pageStyle.split('{').length).toBe(pageStyle.split('}').length);
});
