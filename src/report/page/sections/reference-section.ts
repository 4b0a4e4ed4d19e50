import type { ReferenceComparison, ReferenceNumber } from '../../data/reference-comparison.ts';
import type { Report } from '../../data/build-report.ts';
import { tolerances, toleranceText, type NumberKind } from '../../data/tolerances.ts';
import { experimentTitle } from '../../paper/experiment-title.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import { shownNumber } from '../markup/shown-number.ts';

const kinds: Readonly<Record<NumberKind, string>> = {
  count: 'Counts',
  iterations: 'Iterations of a run',
  time: 'Flow time at the end of a run',
  loss: 'Loss at the end of a run',
  extreme: 'Largest values over training',
  share: 'Shares',
  coefficient: 'Coefficients of power laws',
  exponent: 'Exponents of power laws',
  determination: 'R² of power laws',
};

/** This run's numbers beside those of the reference results: how many agree, within which tolerances, and what is not compared. */
export function referenceSection(report: Report): Html | undefined {
  const { reference } = report;
  if (reference === undefined) return undefined;
  const { numbers, title, networks, digest } = reference;
  const differing = numbers.filter(({ agrees }) => !agrees);
  return html`<section id="reference">
    <h2>Against the reference results</h2>
    <p>${countsSentence(reference)}</p>
    ${numbers.length > 0 && kindTable(reference)}
    ${
      differing.length > 0 &&
      html`<h3>Numbers that differ</h3>
        ${numberTable('Table of numbers that differ', differing, reference)}`
    }
    ${
      numbers.length > 0 &&
      html`<details class="screen">
        <summary>All ${numbers.length} numbers, side by side</summary>
        ${numberTable('Table of all numbers', numbers, reference)}
      </details>`
    }
    ${apartList(report, reference)}
    <p class="note">
      The reference is a report of ${shownNumber('/reference/networks', networks, 'count')} networks,
      “${title}”, sha256 <code>${digest}</code> of its report.json. Numbers of the same data, network, loss,
      transient, size and seeds are compared, whatever solver followed the flow.
    </p>
  </section>`;
}

function countsSentence({ numbers, agree, differ }: ReferenceComparison): Html {
  if (numbers.length === 0)
    return html`<b>Nothing here can be compared</b> with the reference results, which were made before and
      kept: no network of this run was trained as one of theirs was.`;
  return html`<b>${shownNumber('/reference/agree', agree, 'count')} of ${numbers.length} numbers agree</b>
    with the reference results, which were made before and kept: each within the tolerance of its kind;
    ${shownNumber('/reference/differ', differ, 'count')} differ by more.`;
}

function kindTable({ numbers }: ReferenceComparison): Html {
  const present = (Object.keys(kinds) as NumberKind[]).filter((kind) =>
    numbers.some((number) => number.kind === kind),
  );
  return html`<div class="wide" ${region('Table: agreement by kind of number')}>
    <table>
      <thead>
        <tr>
          <th scope="col">Kind of number</th>
          <th scope="col" class="num">Agree</th>
          <th scope="col" class="num">Tolerance</th>
          <th scope="col" class="num">Largest difference, of the tolerance</th>
        </tr>
      </thead>
      <tbody>
        ${present.map((kind) => {
          const own = numbers.filter((number) => number.kind === kind);
          const farthest = own.reduce((most, number) => (number.part > most.part ? number : most));
          return html`<tr>
            <th scope="row">${kinds[kind]} <span class="interval">${tolerances[kind].why}</span></th>
            <td class="num">${own.filter(({ agrees }) => agrees).length} of ${own.length}</td>
            <td class="num">${toleranceText(kind)}</td>
            <td class="num">
              ${shownNumber(`/reference/numbers/${numbers.indexOf(farthest)}/part`, farthest.part, 'percent')}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function numberTable(
  label: string,
  shown: readonly ReferenceNumber[],
  { numbers }: ReferenceComparison,
): Html {
  return html`<div class="wide" ${region(label)}>
    <table>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col" class="num">This run</th>
          <th scope="col" class="num">Reference</th>
          <th scope="col" class="num">Tolerance</th>
          <th scope="col">Agreement</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((number) => {
          const at = `/reference/numbers/${numbers.indexOf(number)}`;
          return html`<tr>
            <th scope="row">${number.name}</th>
            <td class="num">${shownNumber(`${at}/value`, number.value, 'number')}</td>
            <td class="num">${shownNumber(`${at}/reference`, number.reference, 'number')}</td>
            <td class="num">${toleranceText(number.kind)}</td>
            <td>${agreement(number)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function agreement({ agrees }: ReferenceNumber): Html {
  return agrees
    ? html`<span class="verdict agrees"><span aria-hidden="true">✓</span> agrees</span>`
    : html`<span class="verdict differs"><span aria-hidden="true">≠</span> differs</span>`;
}

function apartList({ experiments }: Report, { apart }: ReferenceComparison): Html | undefined {
  if (apart.length === 0) return undefined;
  const titleOf = (id: string) => experimentTitle(experiments.find((row) => row.id === id)!);
  return html`<p>Not compared:</p>
    <ul>
      ${apart.map(({ experiment, reason }) => html`<li>${experiment !== undefined && `${titleOf(experiment)}: `}${reason}.</li>`)}
    </ul>`;
}
