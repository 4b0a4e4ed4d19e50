import { quantityList, type Quantity } from '../../data/judgement/quantities.ts';
import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import { tex } from '../markup/math.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** The quantities of section 5 by experiment. */
export function discussionSection(report: Report): Html {
  const run = report.experiments.filter(({ id }) => id !== undefined);
  return html`<section id="discussion">
    <h2>The numbers of the discussion</h2>
    <div class="wide" ${region('Table: the numbers of the discussion')}>
      <table>
        <caption>
          <b>What section 5 of the paper measures,</b>
          by experiment: the largest value (the smallest, for the learning rate) over all analysed snapshots
          of all runs. Growth is relative to the first analysed snapshot. In italics, the paper’s numbers over
          all its experiments.
        </caption>
        <thead>
          <tr>
            <th scope="col">Quantity</th>
            <th scope="col" class="num paper">Paper</th>
            ${run.map((row) => html`<th scope="col" class="num">${row.datasetTitle}, ${row.criterion === 'mse' ? 'MSE' : 'CE'}</th>`)}
            <th scope="col" class="num">All</th>
          </tr>
        </thead>
        <tbody>
          ${report.discussion.map((row, index) => {
            const quantity = quantityList.find(({ id }) => id === row.quantity)!;
            return html`<tr>
              <th scope="row">${quantity.name} <span class="symbol">${tex(quantity.symbol)}</span></th>
              <td class="num paper">${paperNumber(quantity, report)}</td>
              ${run.map(({ id }) => html`<td class="num">${shownNumber(`/discussion/${index}/experiments/${id!}/value`, row.experiments[id!]?.value, quantity.format)}</td>`)}
              <td class="num">
                ${shownNumber(`/discussion/${index}/overall/value`, row.overall?.value, quantity.format)}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** The paper's number: that of the claim about the quantity. */
function paperNumber({ id, format }: Quantity, { claims }: Report): Html {
  const stated = claims.filter((claim) => claim.id === id || claim.id.startsWith(`${id}-`));
  return html`${stated.map((claim, place) => html`${place > 0 && ' / '}${shownNumber(`/claims/${claims.indexOf(claim)}/paper`, claim.paper, format)}`)}`;
}
