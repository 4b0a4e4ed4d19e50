import { expect, it } from 'vitest';
import { html } from '../../../../../src/report/page/markup/html.ts';
import { region } from '../../../../../src/report/page/markup/region.ts';

it('region names an element and lets a keyboard reach it', () => {
  expect(html`<div class="wide" ${region('Table "1"')}></div>`.text).toBe(
    '<div class="wide" tabindex="0" role="region" aria-label="Table &quot;1&quot;"></div>',
  );
});
