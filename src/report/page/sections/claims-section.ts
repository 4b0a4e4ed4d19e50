import type { Claim } from '../../data/judgement/claims.ts';
import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';
import { texText } from '../markup/math.ts';
import { number } from '../markup/number.ts';

const marks = { holds: '✓', 'does not hold': '✗', 'not run': '○' } as const;

/** The summary: how many of the paper's statements hold here, and each of them with its numbers and rule. */
export function claimsSection(report: Report): Html {
  const { summary, claims } = report;
  return html`<section id="claims">
    <h2>Summary: the paper’s claims in this run</h2>
    <p>
      Of the ${claims.length} quantitative statements of the paper,
      <strong>${number('/summary/holds', summary.holds, 'count')} hold</strong> in this run,
      <strong>${number('/summary/doesNotHold', summary.doesNotHold, 'count')} do not</strong>, and
      ${number('/summary/notRun', summary.notRun, 'count')} could not be judged. A verdict is about the runs
      of this report only: it compares the extreme over all of them with the paper’s number, by the rule
      given.
    </p>
    <div class="wide">
      <table class="claims">
        <thead>
          <tr>
            <th scope="col">Statement</th>
            <th scope="col" class="num">Paper</th>
            <th scope="col" class="num">This run</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          ${claims.map(claimRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function claimRow(claim: Claim, index: number): Html {
  const { verdict, relation, paper, value, format } = claim;
  return html`<tr id="claim-${claim.id}">
    <th scope="row">
      ${texText(claim.statement)}
      <span class="rule"
        >${claim.source};
        ${claim.rule}.${claim.run !== undefined && html` Extreme: <button class="link" data-run="${claim.run}">${claim.run}</button>.`}</span
      >
    </th>
    <td class="num">
      ${relation === 'at most' ? '≤' : '≥'} ${number(`/claims/${index}/paper`, paper, format)}
    </td>
    <td class="num">${number(`/claims/${index}/value`, value, format)}</td>
    <td>
      <span class="verdict ${verdict.replaceAll(' ', '-')}"
        ><span aria-hidden="true">${marks[verdict]}</span> ${verdict}</span
      >
    </td>
  </tr>`;
}
