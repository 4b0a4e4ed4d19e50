/// <reference lib="dom" />
import { formatNumber } from '../paper/format-number.ts';
import type { PageData } from './reader/page-data.ts';
import type { ReaderChoices } from './reader/state.ts';

/** Connects the slider over the snapshots of the picture of alignment, and the choice of its sample. */
export function connectScrubber({ pictured }: PageData, choices: ReaderChoices): void {
  const controls = document.querySelector<HTMLElement>('.scrubber');
  if (controls === null || pictured === undefined) return;
  const slider = controls.querySelector<HTMLInputElement>('#snapshot')!;
  const sample = controls.querySelector<HTMLSelectElement>('#sample')!;
  const output = controls.querySelector('output')!;
  const follow = () => {
    const { iteration, loss } = pictured.snapshots[Number(slider.value)]!;
    const text = `iteration ${formatNumber(iteration, 'count')}, loss ${loss.toPrecision(3)}`;
    output.innerHTML = text;
    slider.setAttribute('aria-valuetext', output.textContent);
  };
  slider.addEventListener('input', () => {
    follow();
    choices.choose({ snapshot: Number(slider.value) });
  });
  sample.addEventListener('change', () => {
    choices.choose({ sample: Number(sample.value) });
  });
  follow();
  controls.hidden = false;
}
