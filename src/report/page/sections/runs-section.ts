import type { Report } from '../../data/build-report.ts';
import type { RunRow } from '../../data/rows/run-rows.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import type { NumberFormat } from '../../paper/format-number.ts';
import { shownNumber } from '../markup/shown-number.ts';

const statusWords = {
  converged: 'converged',
  'iteration-limit': 'iteration limit',
  missing: 'missing',
} as const;

type NumericField = {
  [Key in keyof RunRow]-?: number extends RunRow[Key]
    ? RunRow[Key] extends number | undefined
      ? Key
      : never
    : never;
}[keyof RunRow];

const columns: readonly { field: NumericField; title: string; format: NumberFormat }[] = [
  { field: 'loss', title: 'Loss', format: 'short' },
  { field: 'iterations', title: 'Iterations', format: 'count' },
  { field: 'time', title: 'Flow time', format: 'short' },
  { field: 'blockProducts', title: 'Block products', format: 'count' },
  { field: 'snapshots', title: 'Snapshots', format: 'count' },
  { field: 'peakSharpness', title: 'Peak sharpness', format: 'short' },
  { field: 'peakAlignment', title: 'Peak alignment', format: 'short' },
  { field: 'limitedShare', title: 'Step limited', format: 'percent' },
  { field: 'negativeIterations', title: 'Negative', format: 'count' },
];

/** From this many rows on, the table scrolls in a window of its own, which shows the edge of the next row. */
const longTable = 40;

/** Every planned run, sortable and filterable, each with a drawer of its training curves. */
export function runsSection({ runs, experiments }: Report): Html {
  const titles = new Map(
    experiments.map((row) => [row.id, `${row.datasetTitle}, ${row.criterion === 'mse' ? 'MSE' : 'CE'}`]),
  );
  return html`<section id="runs">
    <h2>Runs</h2>
    <div class="filters">
      <label>Filter <input id="runs-words" type="search" placeholder="dice 468 …" /></label>
      <label
        >Status
        <select id="runs-status">
          <option value="">all</option>
          ${Object.entries(statusWords).map(([value, word]) => html`<option value="${value}">${word}</option>`)}
        </select></label
      >
      <span id="runs-count" role="status">${runs.length} runs</span>
    </div>
    <div class="wide${runs.length > longTable ? ' scroll' : ''}" ${region('Table of runs')}>
      <table id="runs-table">
        <thead>
          <tr>
            ${[
              'Experiment',
              'D',
              'Network seed',
              'Subset seed',
              'Status',
              ...columns.map(({ title }) => title),
              'Digest',
            ].map((title) => html`<th scope="col"><button type="button">${title}</button></th>`)}
          </tr>
        </thead>
        <tbody>
          ${runs.map((run, index) => runRow(run, index, titles.get(run.experiment) ?? run.experiment))}
        </tbody>
      </table>
    </div>
    <dialog id="run-drawer" aria-labelledby="run-drawer-title">
      <button class="close" type="button" aria-label="Close">×</button>
      <h2 id="run-drawer-title">Run</h2>
      <dl></dl>
      <div class="curves"></div>
    </dialog>
  </section>`;
}

function runRow(run: RunRow, index: number, title: string): Html {
  const at = `/runs/${index}`;
  return html`<tr data-run="${run.id}" data-status="${run.status}">
    <th scope="row"><button class="link" type="button" data-run="${run.id}">${title}</button></th>
    <td class="num" data-sort="${run.size}">${shownNumber(`${at}/size`, run.size, 'count')}</td>
    <td class="num" data-sort="${run.networkSeed}">
      ${shownNumber(`${at}/networkSeed`, run.networkSeed, 'count')}
    </td>
    <td class="num" data-sort="${run.subsetSeed}">
      ${shownNumber(`${at}/subsetSeed`, run.subsetSeed, 'count')}
    </td>
    <td>
      <span class="status ${run.status}"
        >${statusWords[run.status]}${run.status !== 'missing' && !run.analysed && ', not analysed'}</span
      >
    </td>
    ${columns.map(({ field, format }) => html`<td class="num" ${sortValue(run[field])}>${shownNumber(`${at}/${field}`, run[field], format)}</td>`)}
    <td><code>${run.digest?.slice(0, 8) ?? '–'}</code></td>
  </tr>`;
}

function sortValue(value: number | undefined): Html | undefined {
  return value === undefined ? undefined : html` data-sort="${value}"`;
}
