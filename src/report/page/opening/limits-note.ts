import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';

/** What is missing from this run, at the top where nobody can miss it; nothing where nothing is. */
export function limitsNote({ totals, runs, datasets }: Report): Html | undefined {
  const missing = totals.planned - totals.finished;
  const stopped = totals.finished - totals.converged;
  const unanalysed = totals.finished - totals.analysed;
  const unverified = datasets.filter((dataset) => dataset.unverified !== undefined);
  const saturated = runs.filter(({ saturatedSnapshots = 0 }) => saturatedSnapshots > 0);
  if (missing + stopped + unanalysed + unverified.length + saturated.length === 0) return undefined;
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
      ${saturated.length > 0 && html`<li>${saturated.reduce((sum, row) => sum + row.saturatedSnapshots!, 0)} snapshots of ${saturated.length} runs are left out: their networks are saturated, so that ratios of their factors have no value. ${list((row) => row.saturatedSnapshots !== undefined)}.</li>`}
      ${unverified.map(({ title, unverified: files }) => html`<li>${title} was made from files that are not the official ones: ${files!.map(({ path }) => path).join(', ')}.</li>`)}
    </ul>
    <p>Runs are marked in the <a href="#runs">run table</a>; figures show the runs that there are.</p>
  </div>`;
}
