import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { downloadsSection } from '../../../../../src/report/page/sections/downloads-section.ts';
import { writeReport } from '../../../../../src/report/write-report.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('every file that the page offers lies beside it', async () => {
  using sample = sampleReport();
  const output = join(sample.root, 'report');
  await writeReport(sample.folders, sample.settings, output);
  const links = [...downloadsSection({ svg: false, png: false }).text.matchAll(/href="([^"]+)"/g)].map(
    ([, path]) => path!,
  );
  expect(links.length).toBe(7);
  expect(downloadsSection({ svg: true, png: true }).text).toContain('and as SVG and PNG');
  for (const path of links) expect(existsSync(join(output, path)), path).toBe(true);
});
