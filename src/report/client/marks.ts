/// <reference lib="dom" />
import type { ReaderChoices } from './reader/state.ts';

/** Pointing at a number of the text lets the run that has it stand out in the figures, for as long as it is pointed at. */
export function connectMarks(choices: ReaderChoices): void {
  for (const mark of document.querySelectorAll<HTMLElement>('a.mark[data-mark]')) {
    let before: string | undefined;
    const show = () => {
      before = choices.state.isolated;
      choices.choose({ isolated: mark.dataset['mark'] });
    };
    const hide = () => {
      if (choices.state.isolated === mark.dataset['mark']) choices.choose({ isolated: before });
    };
    for (const event of ['pointerenter', 'focus']) mark.addEventListener(event, show);
    for (const event of ['pointerleave', 'blur']) mark.addEventListener(event, hide);
  }
}
