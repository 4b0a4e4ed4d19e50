/// <reference lib="dom" />
import type { FigureView } from './drawing/figure-view.ts';

/** Lets the reader save a figure as it is drawn, as SVG or PNG: the page alone is enough. */
export function connectFigureDownloads(views: readonly FigureView[]): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-save]'))
    button.addEventListener('click', () => void save(button, views));
}

async function save(button: HTMLButtonElement, views: readonly FigureView[]): Promise<void> {
  const figure = button.closest('figure');
  const view = views.find(({ element }) => element.closest('figure') === figure);
  const format = button.dataset['save'] === 'png' ? 'png' : 'svg';
  const url = await view?.image(format);
  if (url === undefined) return;
  const link = document.createElement('a');
  link.href = url;
  link.download = `${figure!.id}.${format}`;
  link.click();
}
