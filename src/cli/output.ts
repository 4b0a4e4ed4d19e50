import { visible } from '../pipeline/faults/visible.ts';
import type { GlobalOptions } from './options.ts';

/** Writes a line for people to standard output; a terminal obeys nothing in it. */
export function say(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}

/** Writes one JSON document; `version` grows when a reader of older output would misread newer one. */
export function sayJson(document: object): void {
  process.stdout.write(`${JSON.stringify({ version: 1, ...document }, undefined, 2)}\n`);
}

/** Says that the packaged pipeline is used; programs that read JSON are told nothing. */
export function sayPackaged(
  { packaged, file }: { packaged: boolean; file: string },
  options: GlobalOptions,
): void {
  if (packaged && options.json !== true) say(`no pipeline.yaml here: using the packaged one (${file})`);
}
