import { diceParameters } from '../../paper/numbers.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';

/** Table 3 of the paper: the ranges from which the dice images are drawn. */
export function tableThree(): Html {
  const names = [...new Set(diceParameters.flatMap(({ bounds }) => bounds.map(([name]) => name)))];
  return html`<section id="table-3">
    <div class="wide" ${region('Table 3')}>
      <table>
        <caption>
          <b>Table 3.</b>
          Ranges of the parameters of the dice images, as in the paper: uniform between the bounds; the end
          type is one of round, butt and square.
        </caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            ${names.map((name) => html`<th scope="col" class="num"><code>${name}</code></th>`)}
          </tr>
        </thead>
        <tbody>
          ${diceParameters.map(
            ({ name, bounds }) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${names.map((parameter) => {
                  const found = bounds.find(([candidate]) => candidate === parameter);
                  return html`<td class="num">
                    ${found === undefined ? '' : `${found[1]} to ${found[2]}`}
                  </td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
