import type * as Yaml from 'yaml';
import type { Document, LineCounter, YAMLError } from 'yaml';
import { type PlainValue, plainValue } from './plain-value.ts';
import type { ValueFault } from './scalar-problem.ts';

/** A YAML text, read with positions. */
export interface ParsedYaml extends PlainValue {
  yaml: typeof Yaml;
  document: Document.Parsed;
  lines: LineCounter;
  /** It is not YAML: `value` says nothing. */
  broken: boolean;
}

/** What YAML 1.2 lets a text consist of; other characters are written as escapes, in double quotes. */
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads a YAML text into what JSON can say. The parser is loaded here: a run with nothing to do avoids it.
 * @param place - where the text stands, for the names of values in messages
 */
export async function parseYaml(text: string, place: readonly string[] = []): Promise<ParsedYaml> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    // A second document in the file is a fault of the first one's parse.
    strict: true,
    // Equal keys are found with the other values, where 1 and "1" are equal too.
    uniqueKeys: false,
    logLevel: 'error',
  });
  const unprintable = UNPRINTABLE.exec(text);
  const [error] = document.errors;
  const faults = [
    ...(unprintable === null ? [] : [unprintableFault(unprintable)]),
    ...(document.directives.yaml.explicit === true ? versionFaults(text) : []),
    ...[...document.warnings, ...(error === undefined ? [] : [error])].map((problem) =>
      syntaxFault(problem, text),
    ),
  ];
  // After an error the rest is guesswork.
  if (error !== undefined)
    return { yaml, document, lines, value: null, faults, replaced: [], targets: new Map(), broken: true };
  const plain = plainValue(yaml, document, text, place);
  return { yaml, document, lines, ...plain, faults: [...faults, ...plain.faults], broken: false };
}

function unprintableFault({ 0: character, index }: RegExpExecArray): ValueFault {
  const code = character.codePointAt(0)!.toString(16).padStart(4, '0');
  return {
    start: index,
    end: index + character.length,
    message: `not YAML: the character U+${code.toUpperCase()} cannot stand in a text as it is`,
    hint: String.raw`remove it, or write "\u${code}" in double quotes`,
  };
}

/** YAML 1.1 reads yes, 010 and 1:30 as true, 8 and 90. */
function versionFaults(text: string): ValueFault[] {
  const found = /^%YAML[ \t]+(\S+)/m.exec(text);
  if (found === null || found[1] === '1.2') return [];
  const { index } = found;
  return [
    {
      start: index,
      end: index + found[0].length,
      message: `the file says that it is YAML ${found[1]!}, and would mean something else in it`,
      expected: 'YAML 1.2',
      hint: 'remove the line',
    },
  ];
}

function syntaxFault({ code, message, pos }: YAMLError, text: string): ValueFault {
  const [start, end] = pos;
  const place = { start, end: Math.max(end, start + 1) };
  if (code === 'RESOURCE_EXHAUSTION')
    return { ...place, message: 'maps and lists lie too deep in each other to be read' };
  if (code === 'MULTIPLE_DOCS')
    return { start, end: start + 3, message: 'a second document begins here', expected: 'one in a file' };
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1).split('\n')[0]!;
  const unquoted = /[[{,:]\s*\$\{\{/.test(line);
  const hint = unquoted ? "inside { } and [ ] a reference needs quotes: '${{ params.NAME }}'" : undefined;
  return { ...place, message: `not YAML: ${lowerFirst(message)}`, ...(hint === undefined ? {} : { hint }) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
