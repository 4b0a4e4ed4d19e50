import { describe, expect, it } from 'vitest';
import { drawnFigure, withoutScript } from '../../../../../src/report/page/markup/drawn-figure.ts';
import { html } from '../../../../../src/report/page/markup/html.ts';

const figure = {
  id: 'growth',
  file: 'growth-dice',
  family: 'growth',
  label: 'Growth of "five" factors',
  caption: html`<b>Growth.</b>`,
};

describe('the place of a figure', () => {
  it('has room to draw in, words for it, a drawing without script, and ways to take it away', () => {
    const { text } = drawnFigure({ ...figure, experiment: 'dice' }, { svg: true, png: true });
    expect(text).toMatch(
      /data-family="growth"\s+data-experiment="dice"\s+data-label="Growth of &quot;five&quot; factors"/,
    );
    expect(text).not.toContain('data-run');
    expect(text).toContain('src="figures/growth-dice.svg" alt="Growth of &quot;five&quot; factors"');
    expect(text).toMatch(/data-save="svg"[^]*data-save="png"[^]*href="figures\/growth-dice\.vl\.json"/);
    expect(text).toContain('aria-label="Link to growth"');
  });

  it('shows the stills of a figure that moves', () => {
    const { text } = drawnFigure({ ...figure, stills: [html`<p>one</p>`] }, { svg: true, png: false });
    expect(text).toContain('<p>one</p>');
    expect(text).not.toContain('<img');
  });

  it('says without script why there is no figure where nothing was drawn', () => {
    const files = { svg: false, png: false };
    for (const without of [figure, { ...figure, stills: [undefined, undefined] }]) {
      const { text } = drawnFigure(without, files);
      expect(text.match(/<noscript/g)).toHaveLength(1);
      expect(text).toContain('A script draws this figure, and none runs here');
    }
    expect(drawnFigure(figure, { svg: true, png: false }).text).not.toContain('none runs here');
  });

  it('takes the PNG where there is no SVG, and nothing where neither was drawn', () => {
    expect(withoutScript('a', 'b', { svg: false, png: true })!.text).toContain('src="figures/a.png"');
    expect(withoutScript('a', 'b', { svg: false, png: false })).toBeUndefined();
    expect(withoutScript('a', 'b', undefined)).toBeUndefined();
  });
});
