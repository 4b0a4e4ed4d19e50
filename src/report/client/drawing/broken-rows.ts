/// <reference lib="dom" />
import type { Row } from '../reader/page-data.ts';

/** Panels of a figure: the column of each, and whether its scale takes positive numbers only. */
export interface DrawnField {
  field: string;
  positive: boolean;
}

/**
 * The rows of many runs for paths that run through all runs of a size: in order of size and run, with a row without
 * numbers behind each run, where the path breaks. Numbers that a panel cannot take are left out.
 */
export function brokenRows(rows: readonly Row[], fields: readonly DrawnField[]): Row[] {
  const positive = fields.filter((field) => field.positive);
  const broken: Row[] = [];
  let last: Row | undefined;
  for (const row of rows) {
    if (last !== undefined && last.run !== row.run) broken.push({ run: '', size: last.size, status: '' });
    const unfit = positive.filter(({ field }) => row[field] !== undefined && !(Number(row[field]) > 0));
    if (unfit.length === 0) broken.push(row);
    else {
      const fit = { ...row };
      for (const { field } of unfit) fit[field] = undefined;
      broken.push(fit);
    }
    last = row;
  }
  return broken;
}
