import type { GivenPath } from '../find-file.ts';
import { readText, type TextSettings } from './read-text.ts';

/** The lines of a text file, without their ends: \n, \r\n, or \r as old spreadsheets write them. */
export async function* readLines(given: GivenPath, settings: TextSettings): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const piece of readText(given, settings)) {
    const parts = piece.split('\n');
    rest.push(parts[0]!);
    if (parts.length === 1) continue;
    yield* endedLines(rest.join(''));
    for (const line of parts.slice(1, -1)) yield* endedLines(line);
    rest = [parts.at(-1)!];
  }
  const last = rest.join('');
  if (last !== '') yield* endedLines(last);
}

function endedLines(line: string): string[] {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.includes('\r') ? text.split('\r') : [text];
}
