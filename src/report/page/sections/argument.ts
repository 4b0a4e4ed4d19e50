import type { Report } from '../../data/build-report.ts';
import { quantities, quantityList, type Quantity } from '../../data/judgement/quantities.ts';
import { leastGrowth, outputFallsAgainst } from '../../data/tables/growth-end.ts';
import { html, type Html } from '../markup/html.ts';
import { keep, tex } from '../markup/math.ts';
import { shownNumber } from '../markup/shown-number.ts';

/** A number of an experiment in the running text: pointing at it lets its run stand out in the figure below. */
type Say = (quantity: Quantity) => Html;

const notOverlap = (): Html =>
  html`<b>Not ${keep(tex(String.raw`\rho(K)`), ',')} but ${keep(tex(String.raw`\mathbb{E}\|K\|^2`), '.')}</b>
    The sharpness of ${tex('G')} is their product. The overlap of the samples,`;

/** The first step where the sharpness does not rise: on few samples, or with little time. */
const withoutRise = (say: Say, outputFalls: boolean): Html =>
  html`<b>The sharpness does not rise here, and it is ${keep(tex('G'), '’s.')}</b> The largest eigenvalue of
    the Hessian is at most ${say(quantities.hessianGrowth)} of what it was at
    first${outputFalls && ': the alignment below rises as in the paper, but the output term falls faster, as it does where a network soon fits its few samples'}.
    Of the two parts of the Hessian, ${tex('H')} is never more than ${say(quantities.residualShare)} of it,
    and ${tex('G')} within ${say(quantities.gaussNewtonDistance)}.`;

/** The second, likewise: what the overlap gains, the norm loses. */
const withoutNormGrowth = (say: Say): Html =>
  html`${notOverlap()} ${keep(tex(String.raw`\rho(K)`), ',')} grows by at most
  ${say(quantities.overlapGrowth)}, and the sharpness does not rise all the same: it follows the norm.`;

/** The steps of the argument (sections 4 and 5), each above the figure that shows it. */
const steps: Readonly<Record<string, (say: Say) => Html>> = {
  '1': (say) =>
    html`<b>The sharpness rises, and it is ${keep(tex('G'), '’s.')}</b> The largest eigenvalue of the Hessian
      grows here by up to ${say(quantities.hessianGrowth)}. Of its two parts, ${tex('H')} is never more than
      ${say(quantities.residualShare)} of it, and ${tex('G')} within ${say(quantities.gaussNewtonDistance)}.`,
  '2': (say) =>
    html`${notOverlap()} ${keep(tex(String.raw`\rho(K)`), ',')} grows by at most
    ${say(quantities.overlapGrowth)}; the rest is growth of the norm.`,
  '3': (say) =>
    html`<b>The first layer is enough.</b> No later layer has more than ${say(quantities.laterLayerRatio)} of
      the norm of the first, so that ${tex(String.raw`\mathbb{E}\|K^1\|^2=\mathbb{E}\|\Delta^1\|^2`)} stands
      for all.`,
  '4': (say) =>
    html`<b>Of its five factors, the alignment.</b> The alignment of the layerwise Jacobians grows by up to
      ${say(quantities.jacobianAlignmentGrowth)}, their norms by up to ${say(quantities.jacobianNormGrowth)},
      the output term by ${say(quantities.outputNormGrowth)}, the activation ratios by
      ${say(quantities.activationRatioGrowth)} and their alignment by ${say(quantities.chiAlignmentGrowth)}.
      Had the Jacobians not aligned further, gradient descent would be stable up to a learning rate of
      ${say(quantities.stableLearningRate)}.`,
};

/** The factors of the fourth step, each of which may do nothing but fall. */
const factors = [
  quantities.jacobianAlignmentGrowth,
  quantities.jacobianNormGrowth,
  quantities.outputNormGrowth,
  quantities.activationRatioGrowth,
  quantities.chiAlignmentGrowth,
];

/** The least growth that is not written as ×1.00. */
const LEAST_SHOWN = 1.005;

/** What a step says instead where the sharpness does not rise. */
function stepWithoutRise(figure: string, say: Say, outputFalls: boolean): Html | undefined {
  if (figure === '1') return withoutRise(say, outputFalls);
  return figure === '2' ? withoutNormGrowth(say) : undefined;
}

/** The step of the argument that a figure shows, with the numbers of the experiment that it is drawn for. */
export function argumentStep(figure: string, experiment: string, report: Report): Html | undefined {
  const step = steps[figure];
  if (step === undefined) return undefined;
  const say: Say = (quantity) => {
    const at = quantityList.indexOf(quantity);
    const extreme = report.discussion[at]?.experiments[experiment];
    const text = shownNumber(
      `/discussion/${at}/experiments/${experiment}/value`,
      extreme?.value,
      quantity.format,
    );
    if (extreme === undefined) return text;
    return html`<a class="mark" href="#figure-${figure}" data-mark="${extreme.run}">${text}</a>`;
  };
  const valueOf = (quantity: Quantity): number | undefined =>
    report.discussion[quantityList.indexOf(quantity)]?.experiments[experiment]?.value;
  const rises = (valueOf(quantities.hessianGrowth) ?? leastGrowth) >= leastGrowth;
  const falls =
    figure === '4' && factors.some((quantity) => (valueOf(quantity) ?? LEAST_SHOWN) < LEAST_SHOWN);
  return html`<p class="step" id="step-${figure}">
    ${rises ? step(say) : (stepWithoutRise(figure, say, outputFallsAgainst(report.growth[experiment])) ?? step(say))}
    ${falls && 'A factor with ×1.00 is at no time greater than it was at first.'}
  </p>`;
}
