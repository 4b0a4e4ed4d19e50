import { html, type Html } from './html.ts';

/** A figure that the page's script draws, with what a reader needs who does not see it or has no script. */
export interface DrawnFigure {
  id: string;
  /** Its files beside the page, without ending. */
  file: string;
  /** What is drawn: see `FigureRequest`. */
  family: string;
  experiment?: string;
  run?: string;
  /** In words, for readers who do not see it. */
  label: string;
  /** A legend, or controls. */
  above?: Html;
  /** In place of the file, without script. */
  stills?: readonly (Html | undefined)[];
  caption: Html;
  /** A button that saves the rows it is drawn from, where there are such. */
  data?: Html;
  /** Another look. */
  class?: string;
}

/** Which drawings of the figures lie beside the page. */
export interface FileKinds {
  svg: boolean;
  png: boolean;
}

const notDrawn = html`<noscript
  ><p class="note">
    A script draws this figure, and none runs here; the tables of the report have its numbers.
  </p></noscript
>`;

/** The room that a figure is drawn into, its drawing for a reader without JavaScript, its caption, and the ways to take it away. */
export function drawnFigure(figure: DrawnFigure, files: FileKinds | undefined): Html {
  const { id, file, family, experiment, run, label } = figure;
  const stills = (figure.stills ?? [withoutScript(file, label, files)]).filter(
    (still) => still !== undefined,
  );
  return html`<figure id="${id}" class="figure${figure.class !== undefined && ` ${figure.class}`}">
    ${figure.above}
    <div
      class="canvas"
      data-family="${family}"
      ${experiment !== undefined && html` data-experiment="${experiment}"`}
      ${run !== undefined && html` data-run="${run}"`}
      data-label="${label}"
    ></div>
    ${stills.length > 0 ? stills : notDrawn}
    <figcaption>
      ${figure.caption}
      <span class="actions">
        ${figure.data}
        <button type="button" class="link" data-save="svg">SVG</button>
        <button type="button" class="link" data-save="png">PNG</button>
        <a href="figures/${file}.vl.json">Vega-Lite</a>
        <a href="#${id}" aria-label="Link to ${id.replaceAll('-', ' ')}">#</a>
      </span>
    </figcaption>
  </figure>`;
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
