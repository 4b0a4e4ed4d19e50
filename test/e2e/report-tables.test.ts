import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write-report.ts';
import { sampleReport, type SampleReport } from '../synthetic/sample-report.ts';

/** Which readers this machine's Python has. */
const has = (module: string) => spawnSync('python3', ['-c', `import ${module}`]).status === 0;
const pandas = has('pandas');
const parquet = pandas && (has('pyarrow') || has('fastparquet'));
const duckdb = has('duckdb');

const program = `
import json, sys, pandas
def summary(table):
    return { 'rows': len(table), 'columns': list(table.columns), 'sizes': sorted(set(int(s) for s in table['size'])) }
out = {}
for name in ['snapshots', 'iterations', 'fits']:
    out[name] = summary(getattr(pandas, 'read_' + sys.argv[2])(f'{sys.argv[1]}/{name}.{sys.argv[2]}'))
print(json.dumps(out))`;

describe('the tables of a report in Python', () => {
  let sample: SampleReport;
  let tables: string;
  beforeAll(async () => {
    sample = sampleReport();
    const output = join(sample.root, 'report');
    await writeReport(sample.folders, sample.settings, output);
    tables = join(output, 'tables');
  });
  afterAll(() => {
    sample[Symbol.dispose]();
  });

  function read(format: 'csv' | 'parquet') {
    return JSON.parse(
      execFileSync('python3', ['-c', program, tables, format], { encoding: 'utf8' }),
    ) as Record<string, { rows: number; columns: string[]; sizes: number[] }>;
  }

  it.skipIf(!pandas)('open in pandas as CSV (skipped where pandas is not installed)', () => {
    const { snapshots, iterations, fits } = read('csv');
    const inReport = Object.values(sample.report.tables);
    expect(snapshots!.rows).toBe(inReport.reduce((sum, table) => sum + table.snapshots.run.length, 0));
    expect(snapshots!.sizes).toEqual([30, 60, 120]);
    expect(snapshots!.columns).toEqual(
      expect.arrayContaining([
        'experiment',
        'run',
        'iteration',
        'time',
        'loss',
        'sharpness',
        'overlap_ratio',
        'jacobian_alignment_product',
      ]),
    );
    expect(iterations!.rows).toBeGreaterThan(snapshots!.rows);
    expect(iterations!.columns).toEqual(
      expect.arrayContaining(['iteration', 'time', 'loss', 'step_size', 'limit_eigenvalue']),
    );
    expect(fits!.columns).toEqual(
      expect.arrayContaining(['peak_alignment', 'coefficient', 'exponent', 'determination']),
    );
  });

  it.skipIf(!parquet)('say the same as Parquet (skipped where pandas has no reader for it)', () => {
    expect(read('parquet')).toEqual(read('csv'));
  });

  it.skipIf(!duckdb)('open in DuckDB (skipped where it is not installed)', () => {
    const query = `import duckdb, sys; print(duckdb.sql(f"select count(*) from '{sys.argv[1]}/snapshots.parquet'").fetchone()[0])`;
    const rows = Object.values(sample.report.tables).reduce(
      (sum, table) => sum + table.snapshots.run.length,
      0,
    );
    expect(execFileSync('python3', ['-c', query, tables], { encoding: 'utf8' }).trim()).toBe(String(rows));
  });
});
