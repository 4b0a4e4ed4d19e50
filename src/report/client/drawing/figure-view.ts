/// <reference lib="dom" />
import { View, type Item } from 'vega';
import { drawingOf, panelCount } from './drawing.ts';
import type { FigureRequest } from './figure-request.ts';
import { nearestCurve } from './nearest-curve.ts';
import { isUnpacked, unpack, type PageData, type Row } from '../reader/page-data.ts';
import { panelLayout } from './panel-layout.ts';
import { panelAt } from './panel-places.ts';
import { runtimeOf } from '../../figures/vega/runtime-of.ts';
import type { ReaderChoices, ReaderState } from '../reader/state.ts';
import type { Tooltip } from './tooltip.ts';
import { present } from '../../../present.ts';

/** How a figure is drawn for paper, whatever the screen is. */
export interface FixedDrawing {
  width: number;
  /** Least width of a panel. */
  room: number;
  theme: ReaderState['theme'];
}

/** One figure of the page: draws itself when asked and follows the reader's choices. */
export class FigureView {
  readonly element: HTMLElement;
  readonly request: FigureRequest;
  readonly #page: PageData;
  readonly #choices: ReaderChoices;
  readonly #tooltip: Tooltip;
  #view: View | undefined;
  #fields: string[] = [];
  #titles: string[] = [];
  #shared = false;
  #rows: Row[] | undefined;

  constructor(element: HTMLElement, page: PageData, choices: ReaderChoices, tooltip: Tooltip) {
    this.element = element;
    const { family, experiment, run } = element.dataset;
    this.request = { family: family!, experiment, ...present({ run }) };
    this.#page = page;
    this.#choices = choices;
    this.#tooltip = tooltip;
  }

  get drawn(): boolean {
    return this.#view !== undefined;
  }

  /** Height that the figure will take, nearly. To ask for it lays the page out. */
  get room(): number {
    const { panels, columns } = panelCount(this.request, this.#page);
    const layout = panelLayout(this.element.clientWidth || 700, columns);
    return Math.ceil(panels / layout.columns) * (layout.height + 66);
  }

  /** Keeps that height free until the figure is drawn. */
  reserve(room: number): void {
    this.element.style.minHeight = `${room}px`;
  }

  /** Inflates what the figure is drawn from. */
  async prepare(): Promise<void> {
    if (this.request.experiment !== undefined) await unpack(this.request.experiment);
  }

  /** Draws the figure, or draws it anew; its data must be prepared. `fixed` overrules width, room and theme. */
  draw(fixed?: FixedDrawing): void {
    if (this.request.experiment !== undefined && !isUnpacked(this.request.experiment)) return;
    const { state } = this.#choices;
    const shown = fixed === undefined ? state : { ...state, theme: fixed.theme };
    const width = fixed?.width ?? this.element.clientWidth;
    const { spec, rows, fields, titles, shared } = drawingOf(
      this.request,
      this.#page,
      shown,
      width,
      fixed?.room,
    );
    this.clear();
    if (rows?.length === 0) {
      this.#say('No run that is chosen above has anything to draw here.');
      return;
    }
    const view = new View(runtimeOf(spec), { renderer: 'svg', hover: false, container: this.element });
    if (rows !== undefined) view.data('rows', rows);
    this.#view = view;
    this.#fields = fields;
    this.#titles = titles;
    this.#shared = shared;
    this.#rows = rows;
    this.#listen(view);
    this.isolate(false);
    view.run();
    const svg = this.element.querySelector('svg')!;
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', this.element.dataset['label'] ?? '');
    svg.setAttribute('focusable', 'false');
    this.#finish();
  }

  /** Says in the figure's place that it could not be drawn. */
  fail(error: unknown): void {
    this.clear();
    this.#say(`This figure could not be drawn: ${String(error)}`);
    reportError(error);
  }

  /** The figure as it is drawn, as the address of an image; undefined where it is not. */
  async image(format: 'svg' | 'png'): Promise<string | undefined> {
    return this.#view?.toImageURL(format, 2);
  }

  /** Takes the drawing away; the room stays. */
  clear(): void {
    if (this.element.childNodes.length === 0) return;
    this.element.style.minHeight = `${this.element.offsetHeight}px`;
    this.#view?.finalize();
    this.#view = undefined;
    this.element.replaceChildren();
    delete this.element.dataset['drawn'];
  }

  /** Lets the isolated run or size stand out, where it is one of this experiment's. */
  isolate(run = true): void {
    if (this.#view === undefined) return;
    const { isolated, isolatedSize } = this.#choices.state;
    const { experiment } = this.request;
    const here =
      isolated !== undefined && (experiment === undefined || isolated.startsWith(`${experiment}/`));
    const size = isolatedSize?.experiment === experiment ? isolatedSize?.size : undefined;
    this.#view.signal('isolated', here && this.request.run === undefined ? isolated : null);
    this.#view.signal('isolatedSize', size ?? null);
    if (run) this.#view.run();
  }

  #say(text: string): void {
    const note = document.createElement('p');
    note.className = 'note';
    note.textContent = text;
    this.element.replaceChildren(note);
    this.#finish();
  }

  #finish(): void {
    this.element.style.minHeight = '';
    this.element.dataset['drawn'] = '';
  }

  #listen(view: View): void {
    view.addEventListener('pointermove', (event, item) => {
      const pointer = event as PointerEvent;
      const hit = this.#hit(view, pointer, item);
      const run = this.#page.runs.find(({ id }) => id === hit?.run);
      if (view.signal('hovered') !== (run?.id ?? null)) view.signal('hovered', run?.id ?? null).run();
      if (run === undefined) this.#tooltip.hide();
      else this.#tooltip.show(run, hit!.lines, pointer);
      this.element.style.cursor = run === undefined ? '' : 'pointer';
    });
    // Not the view's own `pointerout`, which comes as well when the run on top appears under the pointer.
    this.element.querySelector('svg')!.addEventListener('pointerleave', () => {
      this.#tooltip.hide();
      if (view.signal('hovered') !== null) view.signal('hovered', null).run();
    });
    view.addEventListener('click', (event, item) => {
      const run = this.#hit(view, event as PointerEvent, item)?.run;
      const { isolated } = this.#choices.state;
      this.#choices.choose({ isolated: run === isolated ? undefined : run, isolatedSize: undefined });
    });
  }

  /** The run under the pointer, a curve near it or a point on it, and what to say of it. */
  #hit(
    view: View,
    pointer: PointerEvent,
    item: Item | null | undefined,
  ): { run: string; lines: string[] } | undefined {
    if (this.#rows === undefined) {
      const datum = (item as { datum?: { run?: unknown; peak?: unknown } } | null | undefined)?.datum;
      if (typeof datum?.run !== 'string') return undefined;
      return { run: datum.run, lines: [`peak alignment ${Number(datum.peak).toPrecision(4)}`] };
    }
    const place = panelAt(view, this.element, this.#fields, pointer, this.#shared);
    const hit = place && nearestCurve(this.#rows, this.#choices.state.x, place);
    if (hit === undefined) return undefined;
    const { row, field } = hit;
    const time = Number(row['time']).toPrecision(4);
    return {
      run: row.run,
      lines: [
        `iteration ${String(row['iteration'])}, t = ${time}`,
        `${this.#titles[this.#fields.indexOf(field)] ?? ''}: ${Number(row[field]).toPrecision(4)}`,
      ],
    };
  }
}
