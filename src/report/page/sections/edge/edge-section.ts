import type { ExperimentRow } from '../../../data/rows/experiment-rows.ts';
import type { Report } from '../../../data/build-report.ts';
import { drawnFigure, type FileKinds } from '../../markup/drawn-figure.ts';
import { legend } from '../../markup/figure-markup.ts';
import { html, type Html } from '../../markup/html.ts';
import { region } from '../../markup/region.ts';
import { tex, texText } from '../../markup/math.ts';
import { shownNumber } from '../../markup/shown-number.ts';
import { experimentTitle } from '../../../paper/experiment-title.ts';

/** Training against the edge of stability that gradient descent with the same learning rate would meet. */
export function edgeSection(report: Report, files?: FileKinds): Html {
  const shown = report.experiments
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => row.id !== undefined && row.largestStep !== undefined);
  const limited = shown.some(({ row }) => row.limitedShare !== undefined);
  return html`<section id="edge">
    <h2>Training against the edge of stability</h2>
    <p>
      Gradient descent with learning rate ${tex(String.raw`\eta`)} is stable while
      ${tex(String.raw`\lambda_1<2/\eta`)}. A solver of the flow passes that line unharmed.
      ${limited && html`Where ${tex(String.raw`\lambda_{k+1}>1/\eta`)}, exponential Euler shortens its step to ${tex(String.raw`1/\lambda_{k+1}`)}.`}
    </p>
    ${
      shown.length === 0
        ? html`<p class="note">No run of this report has a largest step ${tex(String.raw`\eta`)}.</p>`
        : html`<div class="wide" ${region('Table: steps at the edge of stability')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Experiment</th>
                  <th scope="col" class="num">Largest step ${tex(String.raw`\eta`)}</th>
                  <th scope="col" class="num">
                    Iterations with the step set by ${tex(String.raw`\lambda_{k+1}`)}
                  </th>
                  <th scope="col" class="num">Iterations above ${tex(String.raw`2/\eta`)}, mean of runs</th>
                </tr>
              </thead>
              <tbody>
                ${shown.map(({ row, index }) => edgeRow(row, index))}
              </tbody>
            </table>
          </div>`
    }
    ${shown.map(({ row }) => edgeFigure(row, report, files))}
  </section>`;
}

const largestOnly = String.raw`$\lambda_1$ at every iteration (thinned), with the line $2/\eta$`;
const bothEigenvalues = String.raw`$\lambda_1$ with the line $2/\eta$, and $\lambda_{k+1}$ with the line $1/\eta$, at every iteration (thinned)`;

function edgeRow(row: ExperimentRow, index: number): Html {
  const at = `/experiments/${index}`;
  return html`<tr>
    <th scope="row">${titleOf(row)}</th>
    <td class="num">${shownNumber(`${at}/largestStep`, row.largestStep, 'number')}</td>
    <td class="num">${shownNumber(`${at}/limitedShare`, row.limitedShare, 'percent')}</td>
    <td class="num">${shownNumber(`${at}/aboveEdgeShare`, row.aboveEdgeShare, 'percent')}</td>
  </tr>`;
}

function edgeFigure(row: ExperimentRow, report: Report, files: FileKinds | undefined): Html {
  const id = row.id!;
  return drawnFigure(
    {
      id: `edge-${id}`,
      file: `edge-${id}`,
      family: 'edge',
      experiment: id,
      label: `Largest and limiting eigenvalue of the loss Hessian over training against 2/η and 1/η: ${titleOf(row)}`,
      above: legend(id, report),
      caption: html`<b>Against the edge.</b>
        ${texText(row.limitedShare === undefined ? largestOnly : bothEigenvalues)}. ${titleOf(row)}.`,
    },
    files,
  );
}

function titleOf({ datasetTitle, criterion }: ExperimentRow): string {
  return experimentTitle({ datasetTitle, criterion });
}
