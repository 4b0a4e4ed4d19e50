import type { DataTable } from '../../../../src/report/export/data-table.ts';

/** A table as records. */
export function rowsOf({ columns, chunks }: DataTable): Record<string, string | number | undefined>[] {
  return [...chunks()].flatMap((chunk) =>
    Array.from({ length: chunk[0]!.length }, (_, row) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, chunk[index]![row]])),
    ),
  );
}
