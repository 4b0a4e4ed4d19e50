/// <reference lib="dom" />

/** What stands in `publication.js` beside a published page: how it came about on the machines that it was computed on. */
export interface WhereComputed {
  /** Names and values, in the order in which they are shown. */
  facts: readonly (readonly [name: string, value: string])[];
  /** The parameters in force, by their path. */
  parameters: readonly (readonly [path: string, value: string])[];
}

/** The name of the function that `publication.js` calls. */
export const publicationCall = 'showPublication';

/**
 * Lets the file beside the page fill in where it was computed. The page itself has nothing of it, so that it is the same, byte for
 * byte, wherever the same results are rendered.
 */
export function awaitPublication(): void {
  (globalThis as unknown as Record<string, unknown>)[publicationCall] = showPublication;
}

function showPublication({ facts, parameters }: WhereComputed): void {
  fill('publication', facts);
  fill('publication-parameters', parameters);
  for (const shown of document.querySelectorAll<HTMLElement>('.publication-known')) shown.hidden = false;
  document.getElementById('publication-unknown')?.remove();
}

function fill(id: string, rows: WhereComputed['facts']): void {
  document.getElementById(id)?.replaceChildren(
    ...rows.flatMap(([name, value]) => {
      const [term, description] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = name;
      description.textContent = value;
      return [term, description];
    }),
  );
}
