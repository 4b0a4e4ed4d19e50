import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { citationSection } from '../../../../../src/report/page/sections/citation-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText } from './sections.ts';

it('the paper and this version of the project can be cited', () => {
  using sample = sampleReport();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const text = plainText(citationSection(sample.report));
  expect(text).toContain('eprint = {2406.00127}');
  expect(text).toContain(`version = {${version}}`);
  expect(readFileSync('CITATION.cff', 'utf8')).toContain(`\nversion: ${version}\n`);
});
