/// <reference lib="dom" />
import { familyOf } from '../figures/families.ts';
import { rows, unpack, type PageData } from './reader/page-data.ts';

/** Lets the reader save what a figure is drawn from: the page alone is enough, no other file is needed. */
export function connectDownloads(page: PageData): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-csv]'))
    button.addEventListener('click', () => void save(button, page));
}

async function save(button: HTMLButtonElement, page: PageData): Promise<void> {
  const { csv: family, experiment } = button.dataset as { csv: string; experiment: string };
  const { depth } = await unpack(experiment);
  const { table, panels } = familyOf(family);
  const columns = ['run', 'size', 'status', 'iteration', 'time', ...panels(depth).map(({ field }) => field)];
  const lines = rows(experiment, table, columns.slice(5), page.runs).map((row) =>
    columns.map((column) => String(row[column] ?? '')).join(','),
  );
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([[columns.join(','), ...lines, ''].join('\n')], { type: 'text/csv' }),
  );
  link.download = `figure-${button.dataset['number']!}-${family}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
