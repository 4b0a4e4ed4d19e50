import type { FigureSection } from '../../paper/figure-list.ts';
import type { Report } from '../../data/build-report.ts';
import { figureMarkup } from '../markup/figure-markup.ts';
import { html, type Html } from '../markup/html.ts';
import { texText } from '../markup/math.ts';

const supplement: readonly { section: FigureSection; title: string }[] = [
  { section: 'hessian', title: 'Components of the Hessian matrix' },
  { section: 'overlap', title: String.raw`Overlap ratio $\rho(K)$` },
  { section: 'layers', title: 'Layerwise sharpness' },
  { section: 'components', title: String.raw`Components of $\mathbb{E}\|\Delta^1\|^2$` },
  { section: 'activation', title: 'Activation ratios' },
  { section: 'chi-alignment', title: String.raw`Alignment ratios $r(\chi^i,\Delta^i/\chi^i)$` },
  { section: 'jacobian-norms', title: 'Norms of the layerwise Jacobians' },
  { section: 'jacobian-alignment', title: String.raw`Alignment ratios $r(\Delta^{i+1},J^i)$` },
];

/** Figures 1 to 5, with the images of Figure 5 where the dice were made. */
export function resultsSection(report: Report, examples: Html | undefined): Html {
  return html`<section id="results">
    <h2>Results</h2>
    <p>
      The paper’s main figures show CIFAR-10 with cross-entropy; the <a href="#supplement">supplement</a> has
      the other experiments. One curve is one network, its colour the size of its dataset: the same scale
      throughout.
    </p>
    ${figuresOf('results', report, examples)}
  </section>`;
}

/** Figures 6 to 42 and, where there are any, those of experiments that the paper does not have. */
export function supplementSection(report: Report): Html {
  return html`<section id="supplement">
    <h2>Supplemental figures</h2>
    ${supplement.map(
      ({ section, title }) =>
        html`<h3 id="${section}">${texText(title)}</h3>
          ${figuresOf(section, report)}`,
    )}
    ${
      report.figures.some(({ section }) => section === 'further') &&
      html`<h3 id="further">Experiments beyond the paper</h3>
        ${figuresOf('further', report)}`
    }
  </section>`;
}

function figuresOf(section: FigureSection, report: Report, examples?: Html): Html[] {
  return report.figures
    .filter((row) => row.section === section)
    .map((row) => figureMarkup(row, report, examples));
}
