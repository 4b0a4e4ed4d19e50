import { expect, it } from 'vitest';
import { provenanceSection } from '../../../../../src/report/page/sections/provenance-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText } from './sections.ts';

it('provenance names data with their licence, solver, versions and digests, and no time or host', () => {
  using sample = sampleReport();
  const text = plainText(provenanceSection(sample.report));
  expect(text).toContain('Synthetic, for tests only.');
  expect(text).toContain('depth 6, width 32, activation elu, init xavier-normal, gain 1.41421');
  expect(text).toContain(`sha256 ${sample.report.provenance.runsDigest}`);
  expect(text).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
});
