import type { Report } from '../../data/build-report.ts';
import { argumentExperiment } from '../../data/rows/figure-rows.ts';
import { criterionTitle } from '../../paper/experiment-title.ts';
import { outputFallsAgainst } from '../../data/tables/growth-end.ts';
import { growthWords } from '../../figures/growth.ts';
import { legend } from '../markup/figure-markup.ts';
import { drawnFigure, type FileKinds } from '../markup/drawn-figure.ts';
import { html, type Html } from '../markup/html.ts';
import { texText } from '../markup/math.ts';
import { shownNumber } from '../markup/shown-number.ts';
import { experimentTitle } from '../../paper/experiment-title.ts';
import { limitsNote } from './limits-note.ts';

/** The first screen: what the paper claims, what was run here, the figure that carries the argument, and the verdict. */
export function titleSection(report: Report, files?: FileKinds): Html {
  return html`<header class="title">
    <p class="kicker">
      A re-creation of the experiments of
      <a href="https://arxiv.org/abs/2406.00127">Lowell &amp; Kastner (2024)</a>
    </p>
    <h1>${report.title}</h1>
    <p class="lede">
      While a network is trained, the sharpness of its loss, the largest eigenvalue of the Hessian, rises
      until gradient descent is about to become unstable. The paper asks which part of the network makes it
      rise, and finds one: layer by layer, the Jacobians turn until each passes on what the next is most
      sensitive to. The more data a network is trained on, the further this alignment goes, by a power law.
    </p>
    <p class="run-sentence"><b>Run here:</b> ${ranSentence(report)}</p>
    ${verdictLine(report)} ${heroFigure(report, files)} ${limitsNote(report)}
  </header>`;
}

function ranSentence({ totals, experiments }: Report): Html {
  const run = experiments.filter((row) => row.id !== undefined);
  const networks = [
    ...new Set(
      run.flatMap(({ network }) => (network ? [`depth ${network.depth}, width ${network.width}`] : [])),
    ),
  ];
  return html`${shownNumber('/totals/finished', totals.finished, 'count')} of
  ${shownNumber('/totals/planned', totals.planned, 'count')} planned networks
  (${networks.join('; ') || 'none'}) were trained on ${trainedOn(run)}.
  ${shownNumber('/totals/converged', totals.converged, 'count')} reached their stop loss,
  ${shownNumber('/totals/analysed', totals.analysed, 'count')} are analysed. The paper trained
  ${shownNumber('/totals/paper', totals.paper, 'count')} networks in five experiments.
  ${totals.leftOut > 0 && html`${shownNumber('/totals/leftOut', totals.leftOut, 'count')} further runs of the pipeline were not asked for.`}`;
}

/** The datasets of each criterion: A and B with cross-entropy, A with mean squared error. */
function trainedOn(experiments: Report['experiments']): string {
  const and = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });
  return [...Map.groupBy(experiments, ({ criterion }) => criterion)]
    .map(([criterion, rows]) => {
      const titles = new Set(rows.map(({ datasetTitle }) => datasetTitle));
      return `${and.format(titles)} with ${criterionTitle(criterion)}`;
    })
    .join(', ');
}

/** The experiment of the first screen: the one that stands in for the paper's main figures. */
export function heroExperiment({ figures, growth }: Report): string | undefined {
  const shown = argumentExperiment(figures);
  return shown !== undefined && (growth[shown]?.ribbons.length ?? 0) > 0 ? shown : undefined;
}

function heroFigure(report: Report, files: FileKinds | undefined): Html | undefined {
  const id = heroExperiment(report);
  if (id === undefined) return undefined;
  const row = report.experiments.find((candidate) => candidate.id === id)!;
  const title = experimentTitle(row);
  return drawnFigure(
    {
      id: 'growth',
      file: `growth-${id}`,
      family: 'growth',
      experiment: id,
      label: `Growth over training of the five components of the squared norm of the first layer, on one logarithmic scale: ${growthWords(report.growth[id]!)}. ${title}`,
      above: legend(id, report),
      caption: html`<b
          >${rises(report.claims) ? 'What makes the sharpness rise.' : 'What the sharpness is made of.'}</b
        >
        ${texText(String.raw`$G$ is the Hessian of the network taken as linear in its weights (Gauss–Newton). $\mathbb{E}\|\Delta^1\|^2$, which carries its sharpness, says how strongly a small change of the first layer changes the output. Here are its five factors on one scale, for each number $D$ of training samples: median over the seeds, ribbons from the lowest to the highest.`)}
        Dashed: the largest growth in the paper. ${title}.`,
      class: 'hero',
    },
    files,
  );
}

const isRise = ({ id }: Report['claims'][number]): boolean => id === 'hessian-growth';

/** Whether the sharpness rises in this run, or cannot be judged to. */
function rises(claims: Report['claims']): boolean {
  return claims.find(isRise)?.sides[0]?.verdict !== 'differs';
}

/** Where the sharpness does not rise, or not in every experiment, its rise is not explained: said beside the point. */
function withoutRise(report: Report): Html | undefined {
  const { claims } = report;
  if (rises(claims)) return undefined;
  const index = claims.findIndex(isRise);
  const growth = claims[index]!;
  const where = growth.sides[0]?.reason;
  if (where !== undefined)
    return html`The sharpness itself, though, does not rise ${where} (elsewhere by up to
    ${shownNumber(`/claims/${index}/value`, growth.value, growth.format)}, in the paper by up to
    ${shownNumber(`/claims/${index}/paper`, growth.paper, growth.format)}).`;
  const hero = heroExperiment(report);
  return html`The sharpness itself, though, does not rise here as in the paper (by at most
  ${shownNumber(`/claims/${index}/value`, growth.value, growth.format)}, there by up to
  ${shownNumber(`/claims/${index}/paper`, growth.paper, growth.format)})${hero !== undefined && outputFallsAgainst(report.growth[hero]) && ': the output term below falls as the alignment grows'}.`;
}

function verdictLine(report: Report): Html {
  const { summary, claims } = report;
  const most = claims.find(({ id }) => id === 'jacobian-alignment-grows-most');
  const point =
    most?.verdict === 'agrees'
      ? html`<b>${rises(claims) ? 'It holds here:' : 'It holds in part:'}</b> of the five factors below, the
          Jacobian alignment grows most.`
      : most?.verdict === 'differs'
        ? html`<b>It does not hold here:</b> the Jacobian alignment is not what grows most of the five factors
            below.`
        : html`<b>This run cannot tell</b> whether the Jacobian alignment grows most of the five factors
            below.`;
  return html`<p class="verdict-line">
    ${point} ${withoutRise(report)} Of ${claims.length} statements of the paper,
    <a href="#claims"
      >${shownNumber('/summary/agrees', summary.agrees, 'count')} agree,
      ${shownNumber('/summary/differs', summary.differs, 'count')} differ,
      ${shownNumber('/summary/notJudged', summary.notJudged, 'count')} not judged here</a
    >.
  </p>`;
}
