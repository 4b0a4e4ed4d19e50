import { relative, resolve } from 'node:path';
import type { SourceLocation } from '../../pipeline/faults/error.ts';

/** One error as a workflow command of GitHub, which shows it at its place in the changed files. */
export function annotation(title: string, message: string, location: SourceLocation | undefined): string {
  const place = location === undefined ? [] : placeOf(location);
  const properties = [...place, `title=${property(title)}`].join(',');
  return `::error ${properties}::${data(message)}\n`;
}

/** Places are found by paths from the root of the checkout. */
function placeOf({ file, line, column }: SourceLocation): string[] {
  const path = relative(process.env['GITHUB_WORKSPACE'] ?? '.', resolve(file));
  return [`file=${property(path.replaceAll('\\', '/'))}`, `line=${line}`, `col=${column}`];
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
