import { PipelineError, type PipelineErrorCode, type SourceLocation } from './error.ts';

/** A key or an index on the way from the root of pipeline.yaml to a value. */
export type ConfigPath = readonly (string | number)[];

/** Where a fault stands: at a key or a value of pipeline.yaml, or in an argument of the command line. */
export type FaultPlace =
  | {
      kind: 'config';
      path: ConfigPath;
      part: 'key' | 'value';
      /** The part of the value's text to underline. */
      text?: string;
    }
  | {
      kind: 'span';
      /** Offsets into the text of pipeline.yaml. */
      start: number;
      end: number;
    }
  | {
      kind: 'argument';
      /** As given: `--set params.network.width=64`. */
      argument: string;
      /** The part of it to underline. */
      text: string;
    };

/** One thing that is wrong with the input: where, what, expected against received, and what to do next. */
export interface Fault {
  place: FaultPlace;
  message: string;
  expected?: string;
  hint?: string;
}

/** A fault with its place found and its line quoted. */
export interface LocatedFault {
  location?: SourceLocation;
  message: string;
  expected?: string;
  hint?: string;
  /** The offending line and an underline below it. */
  excerpt: string;
}

/** Everything that is wrong with the input, found in one go. */
export class FaultsError extends PipelineError {
  readonly faults: readonly LocatedFault[];

  constructor(faults: readonly LocatedFault[], code: PipelineErrorCode = 'bad-pipeline') {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    const [first] = faults;
    super(
      code,
      `${faults.map(faultText).join('\n\n')}\n\n${count}; nothing was run.`,
      first?.location === undefined ? {} : { location: first.location },
    );
    this.name = 'FaultsError';
    this.faults = faults;
  }
}

function faultText(fault: LocatedFault): string {
  const { location } = fault;
  const where = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
  const lines = [`${where}${fault.message}`, fault.excerpt];
  if (fault.expected !== undefined) lines.push(`  expected ${fault.expected}`);
  if (fault.hint !== undefined) lines.push(`  ${fault.hint}`);
  return lines.join('\n');
}

const MOST_COLUMNS = 110;
const BEFORE = 40;

/** Quotes one line and underlines `length` characters from `column` (counted from 1); a long line is cut around them. */
export function excerpt(line: string, column: number, length: number, lineNumber?: number): string {
  let shown = line;
  let start = column - 1;
  if (line.length > MOST_COLUMNS) {
    const from = Math.max(0, Math.min(start - BEFORE, line.length - MOST_COLUMNS));
    const to = from + MOST_COLUMNS;
    shown = `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
    start += (from > 0 ? 1 : 0) - from;
  }
  const underlined = Math.max(1, Math.min(length, shown.length - start));
  // A tab before the underline stays a tab, so that both lines stay aligned.
  const indent = shown.slice(0, start).replaceAll(/[^\t]/g, ' ');
  const gutter = lineNumber === undefined ? '  ' : `  ${lineNumber} | `;
  return `${gutter}${shown}\n${gutter.replaceAll(/\d/g, ' ')}${indent}${'^'.repeat(underlined)}`;
}
