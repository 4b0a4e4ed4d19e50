import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withoutByteOrderMark } from '../../without-byte-order-mark.ts';
import type { ReportResults } from './report-results.ts';
import { reportShape } from './report-shape.ts';

/**
 * Reads a `report.json`, given the file, the folder of a report, or a project that publishes one to `report/`.
 * @throws {RangeError} when there is none, or it is of another format or not whole
 */
export function readReport(path: string): ReportResults {
  const file = reportFile(path);
  if (!existsSync(file))
    throw new RangeError(`${file} does not exist: name a report.json, or the folder of a report`);
  let value: unknown;
  try {
    value = JSON.parse(withoutByteOrderMark(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new RangeError(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (format !== 2)
    throw new RangeError(
      `${file} has format ${String(format)}, expected 2: render that report again with this version`,
    );
  const parsed = reportShape.safeParse(value);
  if (parsed.success) return value as ReportResults;
  const { path: place, message } = parsed.error.issues[0]!;
  throw new RangeError(
    `${file} is no whole report (${place.join('.')}: ${message}): it was cut or edited; render that report again`,
  );
}

/** The `report.json` that is meant by a file, the folder of a report, or a project that publishes one to `report/`. */
export function reportFile(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const [own, below] = [join(path, 'report.json'), join(path, 'report/report.json')];
  return !existsSync(own) && existsSync(below) ? below : own;
}
