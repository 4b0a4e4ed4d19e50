import { deviations, solverWords } from '../../data/rows/deviations.ts';
import { readings } from '../../paper/readings.ts';
import type { Report } from '../../data/build-report.ts';
import { html, type Html } from '../markup/html.ts';
import { displayTex, tex, texText } from '../markup/math.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** The method in short, where this run departs from the paper, and how the paper was read. */
export function methodSection(report: Report): Html {
  return html`<section id="method">
    <h2>Definitions and method</h2>
    <p>
      A network of ${tex('L')} linear layers with ELU between them maps ${tex('x^0')} to
      ${tex(String.raw`z=\hat{x}^L`)}, where ${tex(String.raw`\hat{x}^i=A^ix^{i-1}+b^i`)} and
      ${tex(String.raw`x^i=\sigma(\hat{x}^i)`)}. It is trained by following the gradient flow of the loss
      ${tex(String.raw`\tilde{\mathcal{L}}`)}, so that it never enters the edge of stability.
      ${solverSentence(report)} At snapshots, the sharpness of the Hessian is taken apart:
    </p>
    ${displayTex(String.raw`\mathcal{H}_\theta\tilde{\mathcal{L}}=G+H`, String.raw`G=\mathbb{E}(K^TK)`, String.raw`\lambda_1(G)=\rho(K)\cdot\mathbb{E}\|K\|^2`, String.raw`KK^T=\sum_i K^i(K^i)^T`)}
    ${displayTex(String.raw`\Delta^i=\chi^i\,\Delta^{i+1}J^i`, String.raw`J^i=\frac{\partial\hat{x}^{i+1}}{\partial\hat{x}^i}`, String.raw`\Delta^L=\sqrt{1+\|x^{L-1}\|^2}\,R`, String.raw`(\chi^i)^2=\frac{1+\|x^{i-1}\|^2}{1+\|x^i\|^2}`)}
    ${displayTex(String.raw`r(M_1,M_2)=\frac{\mathbb{E}\|M_1M_2\|^2}{\mathbb{E}\|M_1\|^2\cdot\mathbb{E}\|M_2\|^2}`, String.raw`\mathbb{E}\|\Delta^1\|^2=\Pi_\chi^1\cdot P_{\chi,\Delta/\chi}^1\cdot\Pi_J^1\cdot P_{\Delta,J}^1\cdot\mathbb{E}\|\Delta^L\|^2`)}
    <p>
      Here ${tex(String.raw`\|\cdot\|`)} is the operator norm, ${tex('R')} the square root of the criterion’s
      Hessian, and each ${tex(String.raw`\Pi`)} and ${tex('P')} a product over layers. Of the five factors,
      the paper holds ${tex(String.raw`P_{\Delta,J}^1`)}, the alignment of the layerwise Jacobians,
      responsible for the rise of the sharpness. Analyses leave out iterations before
      ${shownNumber('/ignoreBefore', report.ignoreBefore, 'count')}.
    </p>
    <h3 id="deviations">Where this run departs from the paper</h3>
    ${departures(report)}
    <details id="readings">
      <summary>How the paper was read where it is silent or misprinted</summary>
      <dl class="readings">
        ${readings.map(
          ({ id, text }) =>
            html`<dt>${id}</dt>
              <dd>${texText(text)}</dd>`,
        )}
        ${report.datasets.flatMap(({ title, readings: own }) =>
          own.map(
            (text) =>
              html`<dt>${title}</dt>
                <dd>${text}</dd>`,
          ),
        )}
      </dl>
    </details>
  </section>`;
}

/** How this run follows the gradient flow: the paper's method, or another one. */
function solverSentence({ experiments }: Report): Html {
  const other = [...new Set(experiments.map(solverWords).filter((words) => words !== undefined))];
  const paper = html`The paper’s solver is exponential Euler: exact steps along the ${tex('k')} eigenvectors
  of largest eigenvalue, steps of ${tex(String.raw`\Delta t=\min(1/|\lambda_{k+1}|,\eta)`)} along the rest.`;
  return other.length === 0
    ? paper
    : html`${paper} This run follows the same flow by ${other.join(', ')}, whose iterations are counted in
      units of ${tex(String.raw`\eta`)} of flow time.`;
}

function departures({ experiments }: Report): Html {
  const found = deviations(experiments);
  if (found.length === 0)
    return html`<p>Nowhere: sizes, seeds, networks and stop losses are the paper’s.</p>`;
  return html`<ul>
    ${found.map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}
