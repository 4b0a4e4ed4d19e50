/// <reference lib="dom" />
import { View, type Item } from 'vega';
import { drawingOf, panelCount, panelLayout, type FigureRequest } from './drawing.ts';
import { isUnpacked, unpack, type PageData } from './page-data.ts';
import { runtimeOf } from './spec.ts';
import type { ReaderChoices, ReaderState } from './state.ts';
import type { Tooltip } from './tooltip.ts';

interface CurveItem {
  x: number;
  datum: Record<string, unknown>;
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

  constructor(element: HTMLElement, page: PageData, choices: ReaderChoices, tooltip: Tooltip) {
    this.element = element;
    const { family, experiment, run } = element.dataset;
    this.request = { family: family!, experiment, ...(run === undefined ? {} : { run }) };
    this.#page = page;
    this.#choices = choices;
    this.#tooltip = tooltip;
    this.#reserve();
  }

  get drawn(): boolean {
    return this.#view !== undefined;
  }

  /** Inflates what the figure is drawn from. */
  async prepare(): Promise<void> {
    if (this.request.experiment !== undefined) await unpack(this.request.experiment);
  }

  /** Draws the figure, or draws it anew; its data must be prepared. `fixed` overrules width and theme (for paper). */
  draw(fixed?: { width: number; theme: ReaderState['theme'] }): void {
    if (this.request.experiment !== undefined && !isUnpacked(this.request.experiment)) return;
    const { state } = this.#choices;
    const shown = fixed === undefined ? state : { ...state, theme: fixed.theme };
    const width = fixed?.width ?? this.element.clientWidth;
    const { spec, rows, fields } = drawingOf(this.request, this.#page, shown, width);
    this.clear();
    if (rows?.length === 0) {
      this.#say('No run that is chosen above has anything to draw here.');
      return;
    }
    const view = new View(runtimeOf(spec), { renderer: 'svg', hover: false, container: this.element });
    if (rows !== undefined) view.data('rows', rows);
    this.#view = view;
    this.#fields = fields;
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

  #reserve(): void {
    const { panels, columns } = panelCount(this.request, this.#page);
    const layout = panelLayout(this.element.clientWidth || 700, columns);
    const rows = Math.ceil(panels / layout.columns);
    this.element.style.minHeight = `${rows * (layout.height + 66)}px`;
  }

  #listen(view: View): void {
    view.addEventListener('pointermove', (event, item) => {
      const run = runOf(item);
      if (view.signal('hovered') !== (run ?? null)) view.signal('hovered', run ?? null).run();
      const row = this.#page.runs.find(({ id }) => id === run);
      if (row === undefined) this.#tooltip.hide();
      else this.#tooltip.show(row, this.#lines(item!, event as PointerEvent), event as PointerEvent);
      this.element.style.cursor = row === undefined ? '' : 'pointer';
    });
    view.addEventListener('pointerout', () => {
      this.#tooltip.hide();
      if (view.signal('hovered') !== null) view.signal('hovered', null).run();
    });
    view.addEventListener('click', (_event, item) => {
      const run = runOf(item);
      const { isolated } = this.#choices.state;
      this.#choices.choose({ isolated: run === isolated ? undefined : run, isolatedSize: undefined });
    });
  }

  /** Where the pointer is on the curve: the nearest recorded point, whose items stand in the mark of the curve. */
  #lines(item: Item, event: PointerEvent): string[] {
    const items = (item.mark as unknown as { items: CurveItem[] }).items;
    const curve = this.element.querySelector('svg')!.contains(event.target as Node)
      ? (event.target as SVGGraphicsElement)
      : undefined;
    const matrix = curve?.getScreenCTM()?.inverse();
    const x = matrix === undefined ? 0 : new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix).x;
    const nearest = items.reduce((best, next) => (Math.abs(next.x - x) < Math.abs(best.x - x) ? next : best));
    const { datum } = nearest;
    if (typeof datum['peak'] === 'number') return [`peak alignment ${datum['peak'].toPrecision(4)}`];
    const field = this.#fieldAt(curve);
    const value = field === undefined ? undefined : datum[field];
    return [
      `iteration ${String(datum['iteration'])}, t = ${Number(datum['time']).toPrecision(4)}`,
      ...(typeof value === 'number' ? [value.toPrecision(4)] : []),
    ];
  }

  #fieldAt(curve: SVGGraphicsElement | undefined): string | undefined {
    const group = curve?.closest('[class*="concat_"]');
    const index = /concat_(\d+)_/.exec(group?.getAttribute('class') ?? '')?.[1];
    return index === undefined ? undefined : this.#fields[Number(index)];
  }
}

function runOf(item: Item | null | undefined): string | undefined {
  const datum = (item as { datum?: { run?: unknown } } | null | undefined)?.datum;
  return typeof datum?.run === 'string' ? datum.run : undefined;
}
