/// <reference lib="dom" />
import type { FigureQueue } from './drawing/figure-queue.ts';

/** Width of a printed page's text, in CSS pixels (A4 less margins). */
const printWidth = 680;

/** Least width of a panel on paper: three side by side, so that two figures fit on a page. */
const printRoom = 200;

/** Draws every figure, on light ground, before the page goes to paper, and returns to the screen's drawing after. */
export function connectPrint(queue: FigureQueue): void {
  // Paper does not wait: where one sign needs a typeface that no text on the screen has needed, all text beside it of that kind stays out.
  for (const face of document.fonts) void face.load();
  addEventListener('beforeprint', () => {
    queue.drawAll({ width: printWidth, room: printRoom, theme: 'light' });
  });
  addEventListener('afterprint', () => {
    queue.redraw();
  });
}
