import { experimentTitle } from '../../paper/experiment-title.ts';
import type { PowerLawRow } from '../../data/rows/power-law-rows.ts';
import type { Report } from '../../data/build-report.ts';
import { drawnFigure, type FileKinds } from '../markup/drawn-figure.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import { tex, texText } from '../markup/math.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** Table 2 beside the paper's values, and the plot of peak alignment against dataset size. */
export function tableTwo(report: Report, files?: FileKinds): Html {
  const { powerLaws } = report;
  return html`<section id="table-2">
    <h2>Power laws for peak alignment</h2>
    ${scalingStep(report)}
    <div class="wide" ${region('Table 2')}>
      <table>
        <caption>
          <b>Table 2.</b>
          Power laws ${tex(String.raw`\max P_{\Delta,J}^1\approx c_1D^{c_2}`)} by least squares in log space,
          one point a run. In brackets, 95 % intervals by a bootstrap over network and subset seeds. The
          paper’s values stand in italics.
        </caption>
        <thead>
          <tr>
            <th scope="col">Experiment</th>
            <th scope="col" class="num">Runs</th>
            <th scope="col" class="num">Coefficient ${tex('c_1')}</th>
            <th scope="col" class="num paper">Paper</th>
            <th scope="col" class="num">Exponent ${tex('c_2')}</th>
            <th scope="col" class="num paper">Paper</th>
            <th scope="col" class="num">R² in logs</th>
            <th scope="col" class="num paper">Paper</th>
            <th scope="col" class="num">R² of values</th>
          </tr>
        </thead>
        <tbody>
          ${powerLaws.map((row, index) => lawRow(row, index))}
        </tbody>
      </table>
    </div>
    ${
      powerLaws.some(({ points }) => points.length > 0) &&
      drawnFigure(
        {
          id: 'peak-alignment',
          file: 'peak-alignment',
          family: 'peak',
          label:
            'Peak alignment against dataset size on log axes, one panel an experiment, with the fitted power law, its 95 % band and the paper’s law',
          caption: html`<b>Peak alignment.</b>
            ${texText(String.raw`$\max_tP_{\Delta,J}^1$ of every run against $D$ on log axes`)}, with the
            fitted law (line), its 95 % band from the same bootstrap, and the paper’s law (dashed).`,
        },
        files,
      )
    }
  </section>`;
}

/** The last step of the argument: the alignment grows with the data. */
function scalingStep({ powerLaws }: Report): Html | undefined {
  const fitted = powerLaws.map((row, index) => ({ row, index })).filter(({ row }) => row.fit !== undefined);
  if (fitted.length === 0) return undefined;
  const laws = fitted.map(
    ({ row, index }, place) =>
      html`${place > 0 && ', '}${shownNumber(`/powerLaws/${index}/fit/exponent`, row.fit!.exponent, 'short')}
      for ${experimentTitle(row)}`,
  );
  return html`<p class="step">
    <b>The more data, the more alignment.</b> Its peak over training grows with the size of the dataset like
    ${tex('D^{c_2}')}, here with ${tex('c_2')} = ${laws}.
  </p>`;
}

function lawRow(row: PowerLawRow, index: number): Html {
  const at = `/powerLaws/${index}`;
  const name = experimentTitle(row);
  const paper = (field: 'coefficient' | 'exponent' | 'determination') =>
    html`<td class="num paper">${shownNumber(`${at}/paper/${field}`, row.paper?.[field], 'short')}</td>`;
  const fitted = (field: 'coefficient' | 'exponent' | 'determination') => {
    const interval = row.fit?.intervals[field];
    return html`<td class="num">
      ${shownNumber(`${at}/fit/${field}`, row.fit?.[field], 'short')}
      ${interval !== undefined && html`<span class="interval">[${shownNumber(`${at}/fit/intervals/${field}/low`, interval.low, 'short')}, ${shownNumber(`${at}/fit/intervals/${field}/high`, interval.high, 'short')}]</span>`}
    </td>`;
  };
  const reason =
    row.experiment === undefined
      ? 'not part of this run'
      : row.fit === undefined
        ? (row.reason ?? 'no fit')
        : undefined;
  return html`<tr class="${reason === undefined ? '' : 'not-run'}">
    <th scope="row">${name}${reason !== undefined && html` <span class="note">(${reason})</span>`}</th>
    <td class="num">${row.experiment === undefined ? '–' : shownNumber(`${at}/runs`, row.runs, 'count')}</td>
    ${fitted('coefficient')}${paper('coefficient')} ${fitted('exponent')}${paper('exponent')}
    ${fitted('determination')}${paper('determination')}
    <td class="num">
      ${shownNumber(`${at}/fit/determinationUntransformed`, row.fit?.determinationUntransformed, 'short')}
    </td>
  </tr>`;
}
