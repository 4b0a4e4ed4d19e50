import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** What made this report: data, settings, versions, digests. */
export function provenanceSection(report: Report): Html {
  const run = report.experiments.filter(({ id }) => id !== undefined);
  return html`<section id="provenance">
    <h2>How it was made</h2>
    <h3>Data</h3>
    <div class="wide" ${region('Table of datasets')}>
      <table>
        <thead>
          <tr>
            <th scope="col">Dataset</th>
            <th scope="col">Classes</th>
            <th scope="col" class="num">Inputs</th>
            <th scope="col" class="num">Training pool</th>
            <th scope="col" class="num">Mean ‖x‖²</th>
            <th scope="col" class="num">Duplicates</th>
            <th scope="col">Source and licence</th>
          </tr>
        </thead>
        <tbody>
          ${report.datasets.map(
            (dataset, index) =>
              html`<tr>
                <th scope="row">${dataset.title}</th>
                <td>${dataset.classes.join(', ')}</td>
                <td class="num">${dataset.inputShape.join(' × ')}</td>
                <td class="num">
                  ${shownNumber(`/datasets/${index}/trainSamples`, dataset.trainSamples, 'count')}
                </td>
                <td class="num">
                  ${shownNumber(`/datasets/${index}/meanSquaredNorm`, dataset.meanSquaredNorm, 'number')}
                </td>
                <td class="num">
                  ${shownNumber(`/datasets/${index}/duplicates`, dataset.duplicates, 'count')}
                </td>
                <td>${dataset.attribution}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <h3>Solver and network</h3>
    <dl class="settings">
      ${run.map(
        ({ id, network, solver, precision }) =>
          html`<dt>${id}</dt>
            <dd>
              ${
                network === undefined
                  ? 'no run reached the report'
                  : `${words(network)}; ${words(solver ?? {})}; ${precision ?? ''}`
              }
            </dd>`,
      )}
    </dl>
    <h3>Versions and digests</h3>
    <dl class="settings">
      ${
        report.profile !== undefined &&
        html`<dt>profile</dt>
          <dd>${report.profile}</dd>`
      }
      ${Object.entries(report.provenance.versions).map(
        ([name, version]) =>
          html`<dt>${name}</dt>
            <dd>${version}</dd>`,
      )}
      <dt>all runs</dt>
      <dd>sha256 <code>${report.provenance.runsDigest}</code></dd>
    </dl>
    <h3>Where it was computed</h3>
    <p>
      The commit, Node, BLAS and machine of these results, and all parameters in force. They stand in files
      beside the page (<a href="ro-crate-metadata.json">ro-crate-metadata.json</a>), which the pipeline writes
      where it publishes: the page itself is the same, byte for byte, whenever it is rendered from the same
      results.
    </p>
    <p class="note" id="publication-unknown">
      This copy of the page does not have that file beside it, or scripts are off.
    </p>
    <dl class="settings" id="publication"></dl>
    <details class="publication-known screen" hidden>
      <summary>Parameters in force</summary>
      <dl class="settings" id="publication-parameters"></dl>
    </details>
  </section>`;
}

function words(settings: Record<string, unknown>): string {
  return Object.entries(settings)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'number' ? Number(value.toPrecision(6)) : String(value)}`,
    )
    .join(', ');
}
