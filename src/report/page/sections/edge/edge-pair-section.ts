import type { Report } from '../../../data/build-report.ts';
import type { EdgePair } from '../../../data/rows/edge-pairs.ts';
import { experimentTitle } from '../../../paper/experiment-title.ts';
import { drawnFigure, type FileKinds } from '../../markup/drawn-figure.ts';
import { html, type Html } from '../../markup/html.ts';
import { tex } from '../../markup/math.ts';
import { shownNumber } from '../../markup/shown-number.ts';

/** What gradient descent does where the flow passes the edge of stability; beyond the paper. */
export function edgePairSection({ edgePairs }: Report, files?: FileKinds): Html | undefined {
  if (edgePairs.length === 0) return undefined;
  return html`<section id="at-the-edge">
    <h2>Training at the edge</h2>
    <p>
      The paper follows the gradient flow, which knows no edge: its sharpness may rise as far as it will. Real
      training takes steps. Gradient descent with learning rate ${tex(String.raw`\eta`)} cannot stay where
      ${tex(String.raw`\lambda_1>2/\eta`)}, and yet it does not diverge: the sharpness rises to
      ${tex(String.raw`2/\eta`)} and hovers there, while the loss goes up and down and still falls in the long
      run (<a href="https://arxiv.org/abs/2103.00065">Cohen et al. 2021</a>). Here one small network was
      trained both ways from the same start. It is not one of the paper’s experiments, and no claim and no fit
      above rests on it.
    </p>
    ${edgePairs.map((pair, index) => pairFigure(pair, index, files))}
  </section>`;
}

function pairFigure(pair: EdgePair, index: number, files: FileKinds | undefined): Html {
  const at = `/edgePairs/${index}`;
  const { datasetTitle, criterion, size, depth, width, atEdge } = pair;
  const title = `${experimentTitle({ datasetTitle, criterion })}, D = ${size}, depth ${depth}, width ${width}`;
  const caption = html`<b>The flow goes on, gradient descent stays at the edge.</b> ${title}.
    ${tex(String.raw`\eta`)} = ${shownNumber(`${at}/learningRate`, pair.learningRate, 'number')}, so that
    ${tex(String.raw`2/\eta`)} = ${shownNumber(`${at}/edge`, pair.edge, 'number')}. Along the flow
    ${tex(String.raw`\lambda_1`)} rises from ${shownNumber(`${at}/flowLeast`, pair.flowLeast, 'number')} to
    ${shownNumber(`${at}/flowMost`, pair.flowMost, 'number')}.
    ${
      atEdge === undefined
        ? 'Gradient descent never reached the edge after its first steps.'
        : html`From where gradient descent reaches the edge, over
          ${shownNumber(`${at}/atEdge/iterations`, atEdge.iterations, 'count')} iterations,
          ${tex(String.raw`\lambda_1`)} is
          ${shownNumber(`${at}/atEdge/meanSharpness`, atEdge.meanSharpness, 'number')} in the mean and at most
          ${shownNumber(`${at}/atEdge/mostSharpness`, atEdge.mostSharpness, 'number')};
          ${shownNumber(`${at}/atEdge/lossRises`, atEdge.lossRises, 'percent')} of these steps raised the
          loss.`
    }`;
  return drawnFigure(
    {
      id: `edge-pair-${index + 1}`,
      file: `edge-pair-${index + 1}`,
      family: 'edge-pair',
      run: pair.descent.run,
      label: `Training loss and largest eigenvalue of the loss Hessian over flow time, along the gradient flow and by gradient descent with a fixed learning rate, with the line 2/η: ${title}`,
      caption,
    },
    files,
  );
}
