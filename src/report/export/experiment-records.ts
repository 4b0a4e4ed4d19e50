import type { Report } from '../data/build-report.ts';

/** The rows of one experiment's table as records of run, size and the named columns, as figures take them. */
export function experimentRecords(
  report: Report,
  experiment: string,
  table: 'snapshots' | 'curves',
  fields: readonly string[],
): Record<string, unknown>[] {
  const { run, runs, columns } = report.tables[experiment]![table];
  const sizes = new Map(report.runs.map(({ id, size }) => [id, size]));
  const entries = fields.map((name) => [name, columns[name]!] as const);
  return run.map((index, position) => {
    const id = runs[index]!;
    const record: Record<string, unknown> = { run: id, size: sizes.get(id) };
    for (const [name, values] of entries) {
      const value = values[position];
      if (value !== undefined) record[name] = value;
    }
    return record;
  });
}
