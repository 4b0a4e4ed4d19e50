/// <reference lib="dom" />
import { formatNumber, type NumberFormat } from '../../paper/format-number.ts';
import type { RunRow } from '../../data/rows/run-rows.ts';
import { FigureView } from '../drawing/figure-view.ts';
import type { PageData } from '../reader/page-data.ts';
import type { ReaderChoices } from '../reader/state.ts';
import type { Tooltip } from '../drawing/tooltip.ts';

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
    this.#dialog.querySelector('dl')!.replaceChildren(...facts(run));
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
    this.#figure.reserve(this.#figure.room);
    await this.#figure.prepare();
    this.#figure.draw();
  }
}

const factNames: readonly (readonly [keyof RunRow, string, NumberFormat])[] = [
  ['loss', 'Loss', 'short'],
  ['iterations', 'Iterations', 'count'],
  ['steps', 'Steps of the solver', 'count'],
  ['time', 'Time t', 'number'],
  ['blockProducts', 'Block products', 'count'],
  ['gradients', 'Gradients', 'count'],
  ['snapshots', 'Snapshots', 'count'],
  ['peakSharpness', 'Peak sharpness', 'number'],
  ['peakAlignment', 'Peak alignment', 'number'],
  ['limitedShare', 'Steps set by λ(k+1)', 'percent'],
  ['aboveEdgeShare', 'Iterations above 2/η', 'percent'],
  ['negativeIterations', 'Negative iterations', 'count'],
  ['audits', 'Audits', 'count'],
  ['missedEigenvalues', 'Missed eigenvalues', 'count'],
  ['saturatedSnapshots', 'Saturated snapshots', 'count'],
  ['auditedSearches', 'Audits of the analysis', 'count'],
  ['missedSearches', 'Missed by the analysis', 'count'],
];

function facts(run: RunRow): HTMLElement[] {
  const numbers = factNames.flatMap(([field, name, format]) => {
    const value = run[field];
    return typeof value === 'number' ? [[name, formatNumber(value, format)] as const] : [];
  });
  return [
    ['Status', run.status] as const,
    ...numbers,
    ['Digest', run.digest?.slice(0, 16) ?? '–'] as const,
  ].flatMap(([name, text]) => {
    const [term, value] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = name;
    value.innerHTML = text;
    return [term, value];
  });
}
