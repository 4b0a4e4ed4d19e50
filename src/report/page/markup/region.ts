import { html, type Html } from './html.ts';

/** What an element that scrolls sideways needs so that a keyboard reaches it and a screen reader names it. */
export function region(label: string): Html {
  return html`tabindex="0" role="region" aria-label="${label}"`;
}
