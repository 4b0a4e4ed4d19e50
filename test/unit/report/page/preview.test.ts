import { expect, it } from 'vitest';
import { previewTags } from '../../../../src/report/page/preview.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('the head of a page says what a link to it shows, with the image where there is one', () => {
  using sample = sampleReport();
  const { report } = sample;
  const tags = previewTags(report).text;
  expect(tags).toContain(
    '<meta property="og:title" content="A synthetic study &lt;for tests&gt; &amp; nothing else"',
  );
  expect(tags).toContain('<meta property="og:image" content="preview.png"');
  expect(tags).toContain(`re-created: ${report.totals.finished} networks`);
  expect(previewTags({ ...report, growth: {} }).text).not.toContain('og:image');
});
