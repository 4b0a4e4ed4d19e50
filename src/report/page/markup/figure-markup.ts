import type { FigureRow } from '../../data/rows/figure-rows.ts';
import type { Report } from '../../data/build-report.ts';
import { figureFileName } from '../../paper/figure-list.ts';
import { drawnFigure, type FileKinds } from './drawn-figure.ts';
import { html, type Html } from './html.ts';
import { texText } from './math.ts';

/** One figure in its place: the room it is drawn into with its legend and caption, or how to get it. */
export function figureMarkup(row: FigureRow, report: Report, examples?: Html, files?: FileKinds): Html {
  if (!row.drawn) return absentFigure(row, report);
  const { number, family, experiment, description, runs } = row;
  const caption = html`<b>Figure ${number}.</b> ${texText(row.caption)}. ${notes(row)}`;
  if (experiment === undefined)
    return html`<figure id="figure-${number}" class="figure">
      ${examples}
      <figcaption>
        ${caption} <a class="actions" href="#figure-${number}" aria-label="Link to figure ${number}">#</a>
      </figcaption>
    </figure>`;
  return drawnFigure(
    {
      id: `figure-${number}`,
      file: figureFileName(row),
      family,
      experiment,
      label: `Figure ${number}. ${description}. One curve for each of ${runs} runs.`,
      above: legend(experiment, report),
      caption,
      data: html`<button
        type="button"
        class="link"
        data-csv="${family}"
        data-experiment="${experiment}"
        data-number="${number}"
      >
        Data (CSV)
      </button>`,
    },
    files,
  );
}

/** Buttons that name the sizes of an experiment in their colours; each lets its size stand out. */
export function legend(experiment: string, { runs, colours }: Report): Html {
  const sizes = [
    ...new Set(runs.filter((run) => run.experiment === experiment && run.analysed).map(({ size }) => size)),
  ];
  return html`<div class="legend" role="group" aria-label="Dataset size D: let one size stand out">
    <span>D</span>
    ${sizes.map((size) => {
      const index = colours.sizes.indexOf(size);
      return html`<button
        type="button"
        data-size="${size}"
        data-experiment="${experiment}"
        aria-pressed="false"
      >
        <i style="--l:${colours.light[index]};--d:${colours.dark[index]}"></i>${size}
      </button>`;
    })}
  </div>`;
}

function notes({ missing, notConverged, notAnalysed, runs }: FigureRow): Html | undefined {
  const parts = [
    `${runs} runs drawn`,
    ...(notConverged > 0 ? [`${notConverged} of them stopped at the iteration limit`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(notAnalysed > 0 ? [`${notAnalysed} not analysed`] : []),
  ];
  return parts.length === 1 ? undefined : html`<span class="note">${parts.join(', ')}.</span>`;
}

function absentFigure(row: FigureRow, report: Report): Html {
  const families = row.family === 'selected-layer-norms' ? [row.family, 'layer-norms'] : [row.family];
  const others = report.figures.filter(
    (other) => families.includes(other.family) && other.drawn && other.instead === undefined,
  );
  return html`<figure id="figure-${row.number}" class="figure absent-figure">
    <figcaption>
      <b>Figure ${row.number}.</b> ${texText(row.caption)}.
      <span class="note">${row.reason}</span>
      ${others.length > 0 && html`The same for what was run: ${others.map((other, index) => html`${index > 0 && ', '}<a href="#figure-${other.number}">Figure ${other.number}</a>`)}.`}
      To get it: <code>${row.command}</code>
    </figcaption>
  </figure>`;
}
