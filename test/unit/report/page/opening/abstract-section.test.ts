import { expect, it } from 'vitest';
import { abstractSection } from '../../../../../src/report/page/opening/abstract-section.ts';

it('the abstract is marked as a quotation, with its source', () => {
  expect(abstractSection().text).toContain('<blockquote cite="https://arxiv.org/abs/2406.00127">');
});
