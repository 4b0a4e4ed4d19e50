/// <reference lib="dom" />
import type { FigureQueue } from './drawing/figure-queue.ts';

/** Width of a printed page's text, in CSS pixels (A4 less margins). */
const printWidth = 680;

/** Least width of a panel on paper: three side by side, so that two figures fit on a page. */
const printRoom = 200;

/** Draws every figure, on light ground, before the page goes to paper, and returns to the screen's drawing after. */
export function connectPrint(queue: FigureQueue): void {
  addEventListener('beforeprint', () => {
    queue.drawAll({ width: printWidth, room: printRoom, theme: 'light' });
  });
  addEventListener('afterprint', () => {
    queue.redraw();
  });
}
