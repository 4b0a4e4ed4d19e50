/// <reference lib="dom" />
import type { FigureView, FixedDrawing } from './figure-view.ts';

/** Draws figures when they come near the reader, one at a time, so that the page stays responsive. */
export class FigureQueue {
  readonly #views: readonly FigureView[];
  readonly #near = new Set<FigureView>();
  readonly #stale = new Set<FigureView>();
  #working = false;

  constructor(views: readonly FigureView[]) {
    this.#views = views;
    for (const view of views) this.#stale.add(view);
    // All are asked before any is changed: so the page is laid out once, and not once a figure.
    const rooms = views.map(({ room }) => room);
    for (const [index, view] of views.entries()) view.reserve(rooms[index]!);
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const view = views.find(({ element }) => element === target)!;
          if (isIntersecting) this.#near.add(view);
          else this.#near.delete(view);
        }
        void this.#work();
      },
      { rootMargin: '600px 0px' },
    );
    for (const { element } of views) observer.observe(element);
  }

  /** Marks figures as out of date: those near the reader are drawn anew at once, the others when they come near. */
  redraw(views: readonly FigureView[] = this.#views): void {
    for (const view of views) this.#stale.add(view);
    void this.#work();
  }

  /** Draws every figure now, for paper. */
  drawAll(fixed: FixedDrawing): void {
    for (const view of this.#views) {
      view.draw(fixed);
      this.#stale.add(view);
    }
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    // Vega measures text: the page's typefaces must be there.
    await document.fonts.ready;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#stale.delete(next);
      try {
        await next.prepare();
        next.draw();
      } catch (error) {
        next.fail(error);
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
    this.#working = false;
  }

  #next(): FigureView | undefined {
    return this.#views.find((view) => this.#near.has(view) && this.#stale.has(view));
  }
}
