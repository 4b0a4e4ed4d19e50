/// <reference lib="dom" />
import type { RunRow } from '../../data/rows/run-rows.ts';

/** The box beside the pointer that names a run and a value. */
export class Tooltip {
  readonly #box: HTMLElement;

  constructor() {
    this.#box = document.createElement('div');
    this.#box.className = 'tooltip';
    this.#box.hidden = true;
    document.body.append(this.#box);
  }

  show(run: RunRow, lines: readonly string[], pointer: { clientX: number; clientY: number }): void {
    const heading = document.createElement('strong');
    heading.textContent = `D = ${run.size}, network seed ${run.networkSeed}, subset seed ${run.subsetSeed}`;
    const rest = lines.map((line) => {
      const element = document.createElement('div');
      element.textContent = line;
      return element;
    });
    this.#box.replaceChildren(heading, ...rest);
    this.#box.hidden = false;
    const { width, height } = this.#box.getBoundingClientRect();
    const left = Math.min(pointer.clientX + 14, innerWidth - width - 8);
    const above = pointer.clientY - height - 12;
    this.#box.style.left = `${Math.max(left, 4)}px`;
    this.#box.style.top = `${above > 4 ? above : pointer.clientY + 16}px`;
  }

  hide(): void {
    this.#box.hidden = true;
  }
}
