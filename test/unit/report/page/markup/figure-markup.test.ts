import { describe, expect, it } from 'vitest';
import { figureMarkup, legend } from '../../../../../src/report/page/markup/figure-markup.ts';
import { html } from '../../../../../src/report/page/markup/html.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText } from '../sections/sections.ts';

describe('a figure in the page', () => {
  using sample = sampleReport();
  const { report } = sample;
  const figure = (number: string) => report.figures.find((row) => row.number === number)!;

  it('has room to draw in, a text alternative, and what is missing from it in its caption', () => {
    const markup = figureMarkup(figure('6'), report);
    expect(markup.text).toMatch(/data-family="sharpness"\s+data-experiment="dice-cross-entropy"/);
    expect(markup.text).toContain('One curve for each of 11 runs.');
    expect(plainText(markup)).toContain(
      '11 runs drawn, 1 of them stopped at the iteration limit, 1 missing.',
    );
  });

  it('stands in its place when it was not run, with the command and the figures that were', () => {
    const text = plainText(figureMarkup(figure('7'), report));
    expect(text).toContain(
      'CIFAR-10, MSE. Not part of this run. The same for what was run: Figure 6, Figure 8.',
    );
    expect(text).toContain('To get it: npx eos-pipeline repro --profile paper --only experiment=cifar10-mse');
  });

  it('shows the images of Figure 5', () => {
    expect(figureMarkup(figure('5'), report, html`<img src="x" />`).text).toContain('<img src="x" />');
  });

  it('has a legend of buttons, one for each size of the experiment', () => {
    const buttons = [...legend('dice-cross-entropy', report).text.matchAll(/data-size="(\d+)"/g)];
    expect(buttons.map(([, size]) => size)).toEqual(['30', '60', '120']);
  });
});
