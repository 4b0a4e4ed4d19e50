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

/** Quotes one line and underlines `length` characters from `column` (counted from 1). */
export function excerpt(line: string, column: number, length: number, lineNumber?: number): string {
  const gutter = lineNumber === undefined ? '' : String(lineNumber);
  const bar = lineNumber === undefined ? '  ' : `  ${gutter} | `;
  const blank = lineNumber === undefined ? '  ' : `  ${' '.repeat(gutter.length)} | `;
  const underlined = Math.max(1, Math.min(length, line.length - column + 1));
  // A tab before the underline stays a tab, so that both lines stay aligned.
  const indent = line.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  return `${bar}${line}\n${blank}${indent}${'^'.repeat(underlined)}`;
}
