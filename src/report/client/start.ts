/// <reference lib="dom" />
import { connectContents } from './contents.ts';
import { connectDownloads } from './csv-download.ts';
import { FigureQueue } from './drawing/figure-queue.ts';
import { FigureView } from './drawing/figure-view.ts';
import { readPageData, unpack } from './reader/page-data.ts';
import { connectFigureDownloads } from './figure-download.ts';
import { connectMarks } from './marks.ts';
import { connectPrint } from './paper-print.ts';
import { awaitPublication } from './where-computed.ts';
import { RunDrawer } from './runs/run-drawer.ts';
import { connectRunTable } from './runs/run-table.ts';
import { connectScrubber } from './scrubber.ts';
import { ReaderChoices } from './reader/state.ts';
import { connectToolbar } from './toolbar.ts';
import { Tooltip } from './drawing/tooltip.ts';

/** Brings the page to life: figures, switches, run table, drawer, printing. */
export function startReport(): void {
  awaitPublication();
  const page = readPageData();
  const choices = new ReaderChoices();
  const tooltip = new Tooltip();
  const drawer = new RunDrawer(page, choices, tooltip);
  const openRun = (id: string) => void drawer.open(id);
  connectToolbar(choices, openRun);
  connectRunTable();
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-run]');
    if (button !== null) openRun(button.dataset['run']!);
  });
  connectDownloads(page);
  connectMarks(choices);
  connectContents();
  const elements = [...document.querySelectorAll<HTMLElement>('.canvas[data-family]')];
  const views = elements.map((element) => new FigureView(element, page, choices, tooltip));
  const queue = new FigureQueue(views);
  connectPrint(queue);
  connectScrubber(page, choices);
  connectFigureDownloads(views);
  choices.listen((changed) => {
    if (['x', 'y', 'status', 'theme'].some((name) => changed.has(name as 'x'))) queue.redraw();
    else if (changed.has('snapshot') || changed.has('sample'))
      queue.redraw(views.filter(({ request }) => request.family.startsWith('alignment-')));
    else for (const view of views) view.isolate();
  });
  followWidth(() => {
    queue.redraw();
  });
  const wanted = /^#run=(.*)$/.exec(location.hash)?.[1];
  if (wanted !== undefined) openRun(decodeURIComponent(wanted));
  // Ready for paper at any time: inflate the rest when the reader's first screen is done.
  setTimeout(() => void unpackAll(page.experiments.map(({ id }) => id)), 300);
}

async function unpackAll(experiments: readonly string[]): Promise<void> {
  for (const id of experiments) if (document.getElementById(`tables-${id}`) !== null) await unpack(id);
}

function followWidth(changed: () => void): void {
  const article = document.querySelector('main')!;
  let width = article.clientWidth;
  let timer: ReturnType<typeof setTimeout> | undefined;
  new ResizeObserver(() => {
    if (article.clientWidth === width || matchMedia('print').matches) return;
    width = article.clientWidth;
    clearTimeout(timer);
    timer = setTimeout(changed, 150);
  }).observe(article);
}
