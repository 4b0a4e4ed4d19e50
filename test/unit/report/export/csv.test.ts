import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeCsv } from '../../../../src/report/export/csv.ts';

it('CSV has exact numbers, quotes what needs it, and leaves absent numbers empty', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eos-csv-'));
  const file = join(folder, 't.csv');
  writeCsv(
    {
      name: 't',
      columns: [
        { name: 'run', meaning: '', type: 'text' },
        { name: 'value', meaning: '', type: 'number' },
      ],
      *chunks() {
        yield [
          ['a', 'b,"c"'],
          [0.1 + 0.2, undefined],
        ];
        yield [['d'], Float64Array.of(Number.NaN)];
        yield [[], []];
      },
    },
    file,
  );
  expect(readFileSync(file, 'utf8')).toBe('run,value\na,0.30000000000000004\n"b,""c""",\nd,\n');
  rmSync(folder, { recursive: true });
});
