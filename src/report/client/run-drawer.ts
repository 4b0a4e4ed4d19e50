/// <reference lib="dom" />
import { FigureView } from './figure-view.ts';
import type { PageData } from './page-data.ts';
import type { ReaderChoices } from './state.ts';
import type { Tooltip } from './tooltip.ts';

/** The drawer that shows one run: its numbers (the row of the run table) and its training curves. */
export class RunDrawer {
  readonly #dialog = document.querySelector<HTMLDialogElement>('#run-drawer')!;
  readonly #page: PageData;
  readonly #choices: ReaderChoices;
  readonly #tooltip: Tooltip;
  #figure: FigureView | undefined;

  constructor(page: PageData, choices: ReaderChoices, tooltip: Tooltip) {
    this.#page = page;
    this.#choices = choices;
    this.#tooltip = tooltip;
    this.#dialog.addEventListener('close', () => {
      this.#figure?.clear();
      this.#figure = undefined;
      if (location.hash.startsWith('#run='))
        history.replaceState(null, '', location.pathname + location.search);
    });
    this.#dialog.querySelector('button.close')!.addEventListener('click', () => {
      this.#dialog.close();
    });
  }

  /** Opens the drawer on a run and draws its training. */
  async open(id: string): Promise<void> {
    const run = this.#page.runs.find((row) => row.id === id);
    if (run === undefined) return;
    this.#dialog.querySelector('h2')!.textContent =
      `${this.#page.experiments.find((experiment) => experiment.id === run.experiment)?.title ?? run.experiment}: ` +
      `D = ${run.size}, network seed ${run.networkSeed}, subset seed ${run.subsetSeed}`;
    this.#dialog.querySelector('dl')!.replaceChildren(...facts(id));
    const element = document.createElement('div');
    element.className = 'canvas';
    const holder = this.#dialog.querySelector('.curves')!;
    holder.replaceChildren(element);
    history.replaceState(null, '', `#run=${encodeURIComponent(id)}`);
    if (!this.#dialog.open) this.#dialog.showModal();
    if (run.status === 'missing') {
      element.textContent = 'No result of this run reached the report.';
      return;
    }
    Object.assign(element.dataset, {
      family: 'training',
      experiment: run.experiment,
      run: id,
      label: `Training curves of run ${id}: loss, sharpness, step size and eigenpair residual`,
    });
    this.#figure = new FigureView(element, this.#page, this.#choices, this.#tooltip);
    await this.#figure.prepare();
    this.#figure.draw();
  }
}

function facts(id: string): HTMLElement[] {
  const table = document.querySelector<HTMLTableElement>('#runs-table')!;
  const row = [...table.tBodies[0]!.rows].find((candidate) => candidate.dataset['run'] === id);
  if (row === undefined) return [];
  return [...table.tHead!.rows[0]!.cells].flatMap((heading, column) => {
    const term = document.createElement('dt');
    term.append(...[...(heading.querySelector('button') ?? heading).cloneNode(true).childNodes]);
    const value = document.createElement('dd');
    value.textContent = row.cells[column]!.textContent;
    return [term, value];
  });
}
