/// <reference lib="dom" />
import type { ReaderChoices } from './reader/state.ts';

/** Connects the page's controls: axis and status switches, theme button, choice of a run to isolate, legend buttons. */
export function connectToolbar(choices: ReaderChoices, openRun: (id: string) => void): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('.toolbar input[type=radio]')) {
    input.addEventListener('change', () => {
      choices.choose({ [input.name]: input.value });
    });
  }
  const select = document.querySelector<HTMLSelectElement>('#isolate-run')!;
  select.addEventListener('change', () => {
    choices.choose({ isolated: select.value || undefined, isolatedSize: undefined });
  });
  const details = document.querySelector<HTMLButtonElement>('#isolated-details')!;
  details.addEventListener('click', () => {
    if (choices.state.isolated !== undefined) openRun(choices.state.isolated);
  });
  const theme = document.querySelector<HTMLButtonElement>('#theme')!;
  theme.addEventListener('click', () => {
    choices.choose({ theme: choices.state.theme === 'dark' ? 'light' : 'dark' });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.querySelector('dialog[open]') === null)
      choices.choose({ isolated: undefined, isolatedSize: undefined });
  });
  const legend = document.querySelectorAll<HTMLButtonElement>('button[data-size]');
  for (const button of legend) {
    button.addEventListener('click', () => {
      const size = Number(button.dataset['size']);
      const experiment = button.dataset['experiment']!;
      const { isolatedSize } = choices.state;
      const again = isolatedSize?.size === size && isolatedSize.experiment === experiment;
      choices.choose({ isolatedSize: again ? undefined : { experiment, size }, isolated: undefined });
    });
  }
  const follow = () => {
    const { isolated, isolatedSize, theme: name } = choices.state;
    select.value = isolated ?? '';
    details.disabled = isolated === undefined;
    theme.setAttribute('aria-pressed', String(name === 'dark'));
    document.documentElement.dataset['theme'] = name;
    for (const button of legend)
      button.setAttribute(
        'aria-pressed',
        String(
          isolatedSize?.experiment === button.dataset['experiment'] &&
            isolatedSize?.size === Number(button.dataset['size']),
        ),
      );
  };
  choices.listen(follow);
  follow();
}
