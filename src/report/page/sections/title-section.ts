import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';
import { number } from '../markup/number.ts';

/** Title, what was run in one paragraph, and what is missing from it. */
export function titleSection(report: Report): Html {
  const { totals, experiments } = report;
  const run = experiments.filter((row) => row.id !== undefined);
  const networks = [
    ...new Set(
      run.flatMap(({ network }) => (network ? [`depth ${network.depth}, width ${network.width}`] : [])),
    ),
  ];
  return html`<header class="title">
    <p class="kicker">A re-creation of the experiments of Lowell &amp; Kastner (2024)</p>
    <h1>${report.title}</h1>
    <p class="lede">
      ${number('/totals/finished', totals.finished, 'count')} of
      ${number('/totals/planned', totals.planned, 'count')} planned networks
      (${networks.join('; ') || 'none'}) were trained:
      ${run.map((row) => `${row.datasetTitle} with ${row.criterion === 'mse' ? 'MSE' : 'cross-entropy'}`).join(', ')}.
      ${number('/totals/converged', totals.converged, 'count')} reached their stop loss,
      ${number('/totals/analysed', totals.analysed, 'count')} are analysed. The paper trained
      ${number('/totals/paper', totals.paper, 'count')} networks in five experiments.
    </p>
    ${warning(report)}
  </header>`;
}

function warning({ totals, runs, datasets }: Report): Html | undefined {
  const missing = totals.planned - totals.finished;
  const stopped = totals.finished - totals.converged;
  const unanalysed = totals.finished - totals.analysed;
  const unverified = datasets.filter((dataset) => dataset.unverified !== undefined);
  if (missing + stopped + unanalysed + unverified.length === 0) return undefined;
  const list = (keep: (row: Report['runs'][number]) => boolean) => {
    const ids = runs.filter(keep).map(({ id }) => id);
    const shown = ids.slice(0, 6).join(', ');
    return ids.length > 6 ? `${shown} and ${ids.length - 6} more` : shown;
  };
  return html`<div class="warning" role="note">
    <strong>Read this report with these limits in mind.</strong>
    <ul>
      ${missing > 0 && html`<li>${missing} of ${totals.planned} runs are missing (failed or not run): ${list((row) => row.status === 'missing')}.</li>`}
      ${stopped > 0 && html`<li>${stopped} of ${totals.finished} finished runs stopped at the iteration limit above their stop loss: ${list((row) => row.status === 'iteration-limit')}.</li>`}
      ${unanalysed > 0 && html`<li>${unanalysed} finished runs have no analysed snapshot: ${list((row) => row.status !== 'missing' && !row.analysed)}.</li>`}
      ${unverified.map(({ title, unverified: files }) => html`<li>${title} was made from files that are not the official ones: ${files!.map(({ path }) => path).join(', ')}.</li>`)}
    </ul>
    <p>Runs are marked in the <a href="#runs">run table</a>; figures show the runs that there are.</p>
  </div>`;
}
