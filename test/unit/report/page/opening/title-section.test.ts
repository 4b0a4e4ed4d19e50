import { describe, expect, it } from 'vitest';
import { titleSection } from '../../../../../src/report/page/opening/title-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { quickPlan } from '../../../../synthetic/study.ts';
import { plainText } from '../sections/sections.ts';

describe('the head of the report', () => {
  it('says what was run and what the paper had', () => {
    using sample = sampleReport();
    expect(plainText(titleSection(sample.report))).toContain(
      '23 of 24 planned networks (depth 6, width 32) were trained on Dice and AtrialFibrillation with cross-entropy. 22 reached their stop loss, 22 are analysed. The paper trained 368 networks in five experiments.',
    );
  });

  it('says beside the verdict where the sharpness does not rise as in the paper, and only there', () => {
    using sample = sampleReport();
    const { report } = sample;
    const risen = plainText(titleSection(report));
    expect(risen).toContain('It holds here:');
    expect(risen).toContain('What makes the sharpness rise.');
    expect(risen).not.toContain('does not rise');
    const growth = report.claims.find(({ id }) => id === 'hessian-growth')!;
    growth.sides[0]!.verdict = 'differs';
    growth.value = 1.02;
    const flat = plainText(titleSection(report));
    expect(flat).toContain('It holds in part:');
    expect(flat).toContain('What the sharpness is made of.');
    expect(flat).toContain(
      'The sharpness itself, though, does not rise here as in the paper (by at most ×1.02, there by up to ×5.45): the output term below falls as the alignment grows.',
    );
    growth.sides[0]!.reason = 'in Dice, cross-entropy';
    growth.value = 2.46;
    expect(plainText(titleSection(report))).toContain(
      'The sharpness itself, though, does not rise in Dice, cross-entropy (elsewhere by up to ×2.46, in the paper by up to ×5.45).',
    );
  });

  it('says that the output term falls only where it does in every run', () => {
    using sample = sampleReport();
    const { report } = sample;
    report.claims.find(({ id }) => id === 'hessian-growth')!.sides[0]!.verdict = 'differs';
    for (const { factor, high } of report.growth['atrial-fibrillation-cross-entropy']!.ribbons)
      if (factor === 'outputNorm') high[high.length - 1] = 1.1;
    for (const { factor, high } of report.growth['dice-cross-entropy']!.ribbons)
      if (factor === 'outputNorm') high[high.length - 1] = 1.1;
    const section = titleSection(report);
    expect(plainText(section)).toContain('does not rise here');
    expect(plainText(section)).not.toContain('falls');
    expect(section.text).toMatch(/data-label="[^"]*Output term ends at ×[\d.]+–1.1/);
  });

  it('says what G and Δ are below the figure, and in words where its panels end', () => {
    using sample = sampleReport();
    const section = titleSection(sample.report);
    expect(plainText(section)).toContain(
      'is the Hessian of the network taken as linear in its weights (Gauss–Newton).',
    );
    expect(plainText(section)).toContain(
      'says how strongly a small change of the first layer changes the output.',
    );
    expect(section.text).toMatch(
      /data-label="[^"]*Jacobian alignment grows to ×[\d.–]+, [^"]*Output term falls to ×[\d.–]+/,
    );
  });

  it('escapes the title', () => {
    using sample = sampleReport();
    expect(titleSection(sample.report).text).toContain(
      'A synthetic study &lt;for tests&gt; &amp; nothing else',
    );
  });

  it('names missing, stopped and unanalysed runs and unofficial data at once', () => {
    using sample = sampleReport();
    const { report } = sample;
    report.datasets[0]!.unverified = [{ path: 'AF.ts', sizeBytes: 3, sha256: 'ff' }];
    const text = plainText(titleSection(report));
    expect(text).toContain('1 of 24 runs are missing (failed or not run): dice-cross-entropy/120/1/1.');
    expect(text).toContain(
      '1 of 23 finished runs stopped at the iteration limit above their stop loss: dice-cross-entropy/60/0/1.',
    );
    expect(text).toContain(
      '1 finished runs have no analysed snapshot: atrial-fibrillation-cross-entropy/30/1/0.',
    );
    expect(text).toContain('AtrialFibrillation was made from files that are not the official ones: AF.ts.');
  });

  it('has no warning when nothing is amiss', () => {
    using sample = sampleReport({ ...quickPlan, iterations: [210, 330] });
    expect(titleSection(sample.report).text).not.toContain('class="warning"');
  });
});
