import { closeSync, openSync, writeSync } from 'node:fs';
import type { DataTable } from './data-table.ts';

/** Writes a table as CSV (RFC 4180 with line feeds): numbers in their shortest exact form, absent ones empty. */
export function writeCsv(table: DataTable, file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, `${table.columns.map(({ name }) => field(name)).join(',')}\n`);
    for (const chunk of table.chunks()) {
      const rows = chunk[0]?.length ?? 0;
      let text = '';
      for (let row = 0; row < rows; row++) text += `${chunk.map((values) => field(values[row])).join(',')}\n`;
      writeSync(descriptor, text);
    }
  } finally {
    closeSync(descriptor);
  }
}

function field(value: string | number | undefined): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (value === undefined) return '';
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
