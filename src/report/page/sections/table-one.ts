import type { ExperimentRow } from '../../data/rows/experiment-rows.ts';
import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** Table 1: the paper's configurations as this run has them. */
export function tableOne({ experiments, totals }: Report): Html {
  return html`<section id="table-1">
    <h2>Experiments</h2>
    <div class="wide" ${region('Table 1')}>
      <table>
        <caption>
          <b>Table 1.</b>
          Configurations of experiments, as run. Networks planned, finished, and stopped at their loss, beside
          the number that the paper trained.
        </caption>
        <thead>
          <tr>
            <th scope="col">Dataset</th>
            <th scope="col">Criterion</th>
            <th scope="col">Subset sizes D</th>
            <th scope="col" class="num">Stop loss</th>
            <th scope="col" class="num">Width</th>
            <th scope="col" class="num">Planned</th>
            <th scope="col" class="num">Finished</th>
            <th scope="col" class="num">Converged</th>
            <th scope="col" class="num">Iterations</th>
            <th scope="col" class="num">Paper</th>
          </tr>
        </thead>
        <tbody>
          ${experiments.map(row)}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="5">All</th>
            <td class="num">${shownNumber('/totals/planned', totals.planned, 'count')}</td>
            <td class="num">${shownNumber('/totals/finished', totals.finished, 'count')}</td>
            <td class="num">${shownNumber('/totals/converged', totals.converged, 'count')}</td>
            <td></td>
            <td class="num">${shownNumber('/totals/paper', totals.paper, 'count')}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

function row(experiment: ExperimentRow, index: number): Html {
  const at = `/experiments/${index}`;
  const { criterion, datasetTitle, paper } = experiment;
  const name = html`<th scope="row">${datasetTitle}</th>
    <td>${criterion === 'mse' ? 'MSE' : 'Cross-entropy'}</td>`;
  const paperRuns = html`<td class="num">${shownNumber(`${at}/paper/runs`, paper?.runs, 'count')}</td>`;
  if (experiment.id === undefined)
    return html`<tr class="not-run">
      ${name}
      <td colspan="7">Not part of this run; the paper’s sizes are ${paper!.sizes.join(', ')}</td>
      ${paperRuns}
    </tr>`;
  return html`<tr>
    ${name}
    <td>${experiment.sizes.join(', ')}</td>
    <td class="num">${shownNumber(`${at}/stopLoss`, experiment.stopLoss, 'short')}</td>
    <td class="num">${shownNumber(`${at}/network/width`, experiment.network?.width, 'count')}</td>
    <td class="num">${shownNumber(`${at}/planned`, experiment.planned, 'count')}</td>
    <td class="num">
      ${shortfall(experiment.finished, experiment.planned, shownNumber(`${at}/finished`, experiment.finished, 'count'))}
    </td>
    <td class="num">
      ${shortfall(experiment.converged, experiment.finished, shownNumber(`${at}/converged`, experiment.converged, 'count'))}
    </td>
    <td class="num">
      ${experiment.iterations === undefined ? '–' : html`${shownNumber(`${at}/iterations/fewest`, experiment.iterations.fewest, 'count')} to ${shownNumber(`${at}/iterations/most`, experiment.iterations.most, 'count')}`}
    </td>
    ${paperRuns}
  </tr>`;
}

function shortfall(count: number, of: number, text: Html): Html {
  return count < of ? html`<span class="short">${text}</span>` : text;
}
