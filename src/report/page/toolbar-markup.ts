import type { Report } from '../data/build-report.ts';
import { html, type Html } from './markup/html.ts';
import { experimentTitle } from '../paper/experiment-title.ts';

/** The bar of switches that all figures follow. */
export function toolbar(report: Report): Html {
  return html`<div class="toolbar" role="toolbar" aria-label="How figures are drawn">
    ${choice('x', 'x axis', [
      ['iteration', 'Iteration'],
      ['time', 'Time t'],
    ])}
    ${choice('y', 'y axis', [
      ['auto', 'Auto'],
      ['linear', 'Linear'],
      ['log', 'Log'],
    ])}
    ${choice('status', 'Runs', [
      ['all', 'All'],
      ['converged', 'Converged'],
      ['iteration-limit', 'Not converged'],
    ])}
    <span class="isolate">
      <label for="isolate-run">Isolate</label>
      <select id="isolate-run">
        <option value="">no run</option>
        ${report.experiments.map(
          ({ id, datasetTitle, criterion }) =>
            id !== undefined &&
            html`<optgroup label="${experimentTitle({ datasetTitle, criterion })}">
              ${report.runs
                .filter((run) => run.experiment === id && run.status !== 'missing')
                .map(
                  (run) =>
                    html`<option value="${run.id}">
                      D = ${run.size}, seeds ${run.networkSeed} / ${run.subsetSeed}
                    </option>`,
                )}
            </optgroup>`,
        )}
      </select>
      <button type="button" id="isolated-details" disabled>Details</button>
    </span>
    <button type="button" id="theme" aria-pressed="false" aria-label="Dark theme">◐</button>
  </div>`;
}

function choice(name: string, title: string, options: readonly (readonly [string, string])[]): Html {
  return html`<fieldset>
    <legend>${title}</legend>
    ${options.map(
      ([value, word], index) =>
        html`<label
          ><input type="radio" name="${name}" value="${value}" ${index === 0 && html` checked`} /><span
            >${word}</span
          ></label
        >`,
    )}
  </fieldset>`;
}
