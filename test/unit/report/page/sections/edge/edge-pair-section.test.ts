import { describe, expect, it } from 'vitest';
import { edgePairSection } from '../../../../../../src/report/page/sections/edge/edge-pair-section.ts';
import { sampleReport } from '../../../../../synthetic/sample-report.ts';
import { plainText } from '../sections.ts';

describe('training at the edge in the page', () => {
  it('says what was trained, what the flow did and what gradient descent did', () => {
    using sample = sampleReport();
    const text = plainText(edgePairSection(sample.report, { svg: true, png: false })!);
    expect(text).toContain('AtrialFibrillation, MSE, D = 480, depth 6, width 32.');
    expect(text).toContain('not one of the paper’s experiments');
    expect(text).toMatch(/rises from 60 to 140/);
    expect(text).toMatch(/over 301 iterations/);
  });

  it('says so where the edge was not reached, and is absent without such runs', () => {
    using sample = sampleReport();
    const { atEdge, ...pair } = sample.report.edgePairs[0]!;
    expect(atEdge).toBeDefined();
    expect(plainText(edgePairSection({ ...sample.report, edgePairs: [pair] })!)).toContain(
      'Gradient descent never reached the edge after its first steps.',
    );
    expect(edgePairSection({ ...sample.report, edgePairs: [] })).toBeUndefined();
  });
});
