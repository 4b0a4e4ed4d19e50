import type { Report } from '../../data/build-report.ts';
import type { Claim } from '../../data/judgement/claims.ts';
import { html, type Html } from '../markup/html.ts';
import { region } from '../markup/region.ts';
import { texText } from '../markup/math.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** Signs of the verdicts, in words and pictures. */
export const verdictMarks = { agrees: '✓', differs: '≠', 'not judged here': '○' } as const;

const relations = { 'at most': '≤ ', 'at least': '≥ ', 'as much as': 'up to ' } as const;

/** The claims: how many of the paper's statements agree with this run, and each of them with its numbers and rule. */
export function claimsSection(report: Report): Html {
  const { summary, claims } = report;
  return html`<section id="claims">
    <h2>The paper’s claims in this run</h2>
    <p>
      Of ${claims.length} quantitative statements of the paper,
      <strong>${shownNumber('/summary/agrees', summary.agrees, 'count')} agree</strong> with this run,
      <strong>${shownNumber('/summary/differs', summary.differs, 'count')} differ</strong>,
      ${shownNumber('/summary/notJudged', summary.notJudged, 'count')} not judged here: a number of networks
      of another width or trained on other sizes is no evidence against the paper’s. A direction (it grows, it
      grows most) is judged at any width. Only experiments of the paper count.
    </p>
    <div class="wide" ${region('Table of claims')}>
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
          ${claims.map((claim, index) => claimRow(claim, index, report))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function claimRow(claim: Claim, index: number, report: Report): Html {
  const { verdict, relation, paper, value, format, spread } = claim;
  const at = `/claims/${index}`;
  return html`<tr id="claim-${claim.id}">
    <th scope="row">${texText(claim.statement)} ${ruleOf(claim, index, report)}</th>
    <td class="num" data-label="Paper">
      ${paper === undefined ? html`<span class="absent">–</span>` : html`${relations[relation]}${shownNumber(`${at}/paper`, paper, format)}`}
    </td>
    <td class="num" data-label="This run">
      ${shownNumber(`${at}/value`, value, format)}
      ${
        spread !== undefined &&
        html`<span class="interval"
          >${shownNumber(`${at}/spread/low`, spread.low, format)} to
          ${shownNumber(`${at}/spread/high`, spread.high, format)}</span
        >`
      }
    </td>
    <td data-label="Verdict">
      <span class="verdict ${verdict.replaceAll(' ', '-')}"
        ><span aria-hidden="true">${verdictMarks[verdict]}</span> ${verdict}</span
      >
      ${claim.reason !== undefined && html`<span class="reason">${claim.reason}</span>`}
    </td>
  </tr>`;
}

function ruleOf(claim: Claim, index: number, report: Report): Html {
  const values = Object.entries(claim.experiments);
  const titleOf = (id: string) => {
    const row = report.experiments.find((candidate) => candidate.id === id);
    return `${row === undefined ? id : row.datasetTitle}${row?.criterion === 'mse' ? ', MSE' : ''}${row?.paper === undefined ? ' (own)' : ''}`;
  };
  return html`<details class="rule">
    <summary>${claim.source}; rule</summary>
    <ul>
      ${claim.sides.map(
        ({ rule, verdict, reason }) =>
          html`<li>${rule}: ${verdict}${reason !== undefined && ` (${reason})`}.</li>`,
      )}
    </ul>
    ${
      values.length > 0 &&
      html`By experiment:
      ${values.map(([id, value], place) => html`${place > 0 && ', '}${titleOf(id)} ${shownNumber(`/claims/${index}/experiments/${id}`, value, claim.format)}`)}.`
    }
    ${claim.run !== undefined && html` Extreme: <button type="button" class="link" data-run="${claim.run}">${claim.run}</button>.`}
  </details>`;
}
