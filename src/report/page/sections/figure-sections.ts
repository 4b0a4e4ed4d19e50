import type { FigureSection } from '../../paper/figure-list.ts';
import type { Report } from '../../data/build-report.ts';
import type { FigureRow } from '../../data/rows/figure-rows.ts';
import { argumentStep } from './argument.ts';
import type { FileKinds } from '../markup/drawn-figure.ts';
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

/** Figures 1 to 5 with the argument that they carry, and the images of Figure 5 where the dice were made. */
export function resultsSection(report: Report, examples: Html | undefined, files?: FileKinds): Html {
  return html`<section id="results">
    <h2>The argument, step by step</h2>
    <p>
      One curve is one network, its colour the size of its dataset: the same scale throughout. Point at a
      number of the text, and the network that has it stands out in the figure below. The
      <a href="#supplement">supplement</a> has every experiment.
    </p>
    ${of('results', report).map(
      (row) =>
        html`${row.experiment !== undefined && argumentStep(row.number, row.experiment, report)}
        ${figureMarkup(row, report, examples, files)}`,
    )}
  </section>`;
}

/** Figures 6 to 42 and, where there are any, those of experiments that the paper does not have. */
export function supplementSection(report: Report, files?: FileKinds): Html {
  const absent = report.figures.filter((row) => row.section !== 'results' && !row.drawn);
  return html`<section id="supplement">
    <h2>Supplemental figures</h2>
    ${supplement.map(({ section, title }) => {
      const drawn = of(section, report).filter((row) => row.drawn);
      return (
        drawn.length > 0 &&
        html`<h3 id="${section}">${texText(title)}</h3>
          ${drawn.map((row) => figureMarkup(row, report, undefined, files))}`
      );
    })}
    ${
      of('further', report).length > 0 &&
      html`<h3 id="further">Experiments beyond the paper</h3>
        ${of('further', report).map((row) => figureMarkup(row, report, undefined, files))}`
    }
    ${
      absent.length > 0 &&
      html`<details id="not-run">
        <summary>${absent.length} figures of experiments that are not part of this run</summary>
        ${absent.filter(({ section }) => section !== 'further').map((row) => figureMarkup(row, report))}
      </details>`
    }
  </section>`;
}

function of(section: FigureSection, report: Report): FigureRow[] {
  return report.figures.filter((row) => row.section === section);
}
