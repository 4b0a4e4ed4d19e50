import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mersenne } from 'pure-rand/generator/mersenne';
import { describe, expect, it } from 'vitest';
import { damaged } from '../../damage.ts';
import { readAll, readDamaged, type Outcome } from '../../read-damaged.ts';
import { tableSamples } from '../../table-samples.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Packed with a checksum: what is read is what was written. */
const checked = new Set(['csv.gz', 'csv.zst']);

describe('damaged tables and series', () => {
  it.each(tableSamples)(
    '$name is refused by name or read, and never ends in another error',
    async ({ name, bytes, source }) => {
      const path = join(temporaryFolder(), 'data');
      writeFileSync(path, bytes);
      const whole = await readAll(path, 'data', source);
      const generator = mersenne(20261126);
      const outcomes: Outcome[] = [];
      for (let count = 0; count < 60; count++)
        outcomes.push(await readDamaged(path, { bytes: damaged(bytes, generator), source, whole }));
      expect(outcomes.filter(({ kind }) => kind === 'nameless')).toEqual([]);
      if (checked.has(name)) expect(outcomes.filter(({ kind }) => kind === 'other')).toEqual([]);
      expect(outcomes.some(({ kind }) => kind === 'refused')).toBe(true);
    },
  );
});
