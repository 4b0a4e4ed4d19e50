import { describe, expect, it } from 'vitest';
import { argumentStep } from '../../../../../src/report/page/sections/argument.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('a step of the argument', () => {
  using sample = sampleReport();
  const { report } = sample;

  it('has the numbers of its figure’s experiment, each with the run that has it', () => {
    const step = argumentStep('4', 'dice-cross-entropy', report)!;
    const place = report.discussion.findIndex(
      ({ quantity }) => quantity === 'jacobian-alignment-product-growth',
    );
    const { value, run } = report.discussion[place]!.experiments['dice-cross-entropy']!;
    expect(step.text).toContain(
      `<a class="mark" href="#figure-4" data-mark="${run}"><span class="n" data-at="/discussion/${place}/experiments/dice-cross-entropy/value" data-as="factor">×${value.toFixed(2)}</span></a>`,
    );
  });

  it('says that the sharpness does not rise where it does not', () => {
    const heading = /The sharpness does not rise here/;
    expect(argumentStep('1', 'dice-cross-entropy', report)!.text).not.toMatch(heading);
    const discussion = structuredClone(report.discussion);
    discussion.find(({ quantity }) => quantity === 'hessian-growth')!.experiments[
      'dice-cross-entropy'
    ]!.value = 1.02;
    const flat = { ...report, discussion };
    expect(argumentStep('1', 'dice-cross-entropy', flat)!.text).toMatch(heading);
    expect(argumentStep('2', 'dice-cross-entropy', report)!.text).toMatch(/the rest is\s+growth of the norm/);
    expect(argumentStep('2', 'dice-cross-entropy', flat)!.text).toMatch(/: it follows the norm/);
    // Why, only where the runs say so.
    const why = /but the output term falls faster/;
    expect(argumentStep('1', 'dice-cross-entropy', flat)!.text).toMatch(why);
    const { parts, ribbons } = report.growth['dice-cross-entropy']!;
    const risen = ribbons.map((ribbon) => ({ ...ribbon, high: ribbon.high.map(() => 2) }));
    const growth = { 'dice-cross-entropy': { parts, ribbons: risen } };
    expect(argumentStep('1', 'dice-cross-entropy', { ...flat, growth })!.text).not.toMatch(why);
  });

  it('says what ×1.00 is of a factor that does nothing but fall, and of a sharpness that does', () => {
    const words = /A factor with ×1\.00 is at no time greater/;
    const withGrowth = (value: number, ending: string) => {
      const discussion = structuredClone(report.discussion);
      for (const row of discussion)
        if (row.quantity.endsWith(ending)) row.experiments['dice-cross-entropy']!.value = value;
      return { ...report, discussion };
    };
    const step = (figure: string, ...growth: Parameters<typeof withGrowth>) =>
      argumentStep(figure, 'dice-cross-entropy', withGrowth(...growth))!.text;
    expect(step('4', 2, '-growth')).not.toMatch(words);
    expect(step('4', 1, 'output-norm-growth')).toMatch(words);
    expect(step('1', 1, 'hessian-growth')).toMatch(/is at most .*×1\.00.* of what it was at\s+first/);
  });

  it('has no number where the experiment has none, and is there for the main figures only', () => {
    expect(argumentStep('1', 'nothing', report)!.text).not.toContain('data-mark');
    expect(argumentStep('6', 'dice-cross-entropy', report)).toBeUndefined();
  });
});
