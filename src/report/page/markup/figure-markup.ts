import type { FigureRow } from '../../data/rows/figure-rows.ts';
import type { Report } from '../../data/build-report.ts';
import { figureFileName } from '../../paper/figure-list.ts';
import { html, type Html } from './html.ts';
import { texText } from './math.ts';

/** One figure in its place: the room it is drawn into with its legend and caption, or how to get it. */
export function figureMarkup(row: FigureRow, report: Report, examples?: Html, files?: FileKinds): Html {
  if (!row.drawn) return absentFigure(row, report);
  const name = figureFileName(row);
  return html`<figure id="figure-${row.number}" class="figure">
    ${row.family === 'examples' ? examples : curves(row, report)}
    ${row.family !== 'examples' && withoutScript(name, row.description, files)}
    <figcaption>
      <b>Figure ${row.number}.</b> ${texText(row.caption)}. ${notes(row)}
      <span class="actions">
        ${
          row.experiment !== undefined &&
          html`<button
              type="button"
              class="link"
              data-csv="${row.family}"
              data-experiment="${row.experiment}"
              data-number="${row.number}"
            >
              Data (CSV)
            </button>
            ${saveButtons()}
            <a href="figures/${name}.vl.json">Vega-Lite</a>`
        }
        <a href="#figure-${row.number}" aria-label="Link to figure ${row.number}">#</a>
      </span>
    </figcaption>
  </figure>`;
}

/** Which drawings of the figures lie beside the page. */
export interface FileKinds {
  svg: boolean;
  png: boolean;
}

/** Buttons that save a figure as it is drawn. */
function saveButtons(): Html {
  return html`<button type="button" class="link" data-save="svg">SVG</button>
    <button type="button" class="link" data-save="png">PNG</button>`;
}

/** The drawing that lies beside the page, for a reader without JavaScript. */
export function withoutScript(
  name: string,
  description: string,
  files: FileKinds | undefined,
): Html | undefined {
  if (files === undefined || !(files.svg || files.png)) return undefined;
  return html`<noscript
    ><img src="figures/${name}.${files.svg ? 'svg' : 'png'}" alt="${description}" loading="lazy"
  /></noscript>`;
}

function curves(row: FigureRow, report: Report): Html {
  return html`${legend(row.experiment!, report)}
    <div
      class="canvas"
      data-family="${row.family}"
      data-experiment="${row.experiment}"
      data-label="Figure ${row.number}. ${row.description}. One curve for each of ${row.runs} runs."
    ></div>`;
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
