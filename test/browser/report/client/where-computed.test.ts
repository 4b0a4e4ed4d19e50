import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutChromium } from '../../chromium.ts';
import { ReportPage } from '../../report-page.ts';

describe.skipIf(withoutChromium)(`where it was computed ${withoutChromium ?? 'in a browser'}`, () => {
  it('stands in the page from the file beside it; a copy without that file says so', async () => {
    await using opened = await ReportPage.open();
    const { page, problems, sample } = opened;
    expect(await page.locator('#publication dd').allTextContents()).toEqual(['abc', '24 <b>']);
    expect(await page.locator('#publication-unknown').count()).toBe(0);
    await page.locator('#provenance summary').click();
    expect(await page.locator('#publication-parameters').textContent()).toBe('network.width64');
    expect(problems).toEqual([]);
    rmSync(join(sample.root, 'report/publication.js'));
    await page.reload();
    expect(await page.locator('#publication dd').count()).toBe(0);
    expect(await page.locator('#publication-unknown').isVisible()).toBe(true);
    expect(await page.locator('details.publication-known').isVisible()).toBe(false);
  });
});
