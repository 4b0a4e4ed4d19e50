import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = join(import.meta.dirname, 'fixtures');

/** A data file of aeon, as the reader is given it. */
export function aeonFile(name: string): { path: string; name: string } {
  return { path: join(folder, `${name}.gz`), name };
}

/** The cases of a `.ts` file by aeon's own recipe (`_load_data`): split at ":" and ",", float() of each, the class last. */
export function aeonCases(name: string): { channels: number[][]; label: string }[] {
  const lines = gunzipSync(readFileSync(join(folder, `${name}.gz`)))
    .toString('utf8')
    .split('\n');
  const cases = lines.slice(lines.findIndex((line) => line.trim().toLowerCase() === '@data') + 1);
  return cases
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const fields = line.trim().split(':');
      return {
        channels: fields.slice(0, -1).map((field) => field.split(',').map(Number)),
        label: fields.at(-1)!,
      };
    });
}
