import { describe, expect, it } from 'vitest';
import { shownNumber } from '../../../../../src/report/page/markup/shown-number.ts';

describe('numbers in the page', () => {
  it('carry their place in report.json', () => {
    expect(shownNumber('/claims/0/value', 3.29, 'factor').text).toBe(
      '<span class="n" data-at="/claims/0/value" data-as="factor">×3.29</span>',
    );
  });

  it('are a dash where absent', () => {
    expect(shownNumber('/claims/0/value', undefined, 'factor').text).toBe('<span class="absent">–</span>');
  });
});
