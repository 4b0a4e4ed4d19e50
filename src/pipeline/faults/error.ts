/** A place in a text file; line and column count from 1. */
export interface SourceLocation {
  file: string;
  line: number;
  column: number;
}

/** Every way in which the tool says no: what the user gave (exit code 2), or what went wrong on the way (exit code 1). */
export type PipelineErrorCode =
  // bad input
  | 'bad-pipeline'
  | 'bad-argument'
  | 'bad-params'
  | 'bad-stage-file'
  | 'missing-input'
  // a stage
  | 'stage-failed'
  | 'stage-crashed'
  | 'stage-timeout'
  | 'stage-code'
  | 'missing-output'
  | 'interrupted'
  // the cache and the file system
  | 'cache-damaged'
  | 'cache-not-writable'
  | 'cache-locked'
  | 'disk-full'
  | 'permission-denied'
  | 'read-only'
  | 'too-many-open-files'
  | 'file-vanished'
  | 'file-system'
  // a remote cache
  | 'remote-failed'
  // a defect of this program
  | 'internal';

const BAD_INPUT: ReadonlySet<PipelineErrorCode> = new Set([
  'bad-pipeline',
  'bad-argument',
  'bad-params',
  'bad-stage-file',
  'missing-input',
]);

/** What an error knows beyond its message. */
export interface PipelineErrorDetails {
  /** Where the cause stands in a text file. */
  location?: SourceLocation;
  /** What to do next; a command when there is one. */
  hint?: string;
  cause?: unknown;
}

/** The one error class of the engine: a code, what is wrong, where, and what to do next. */
export class PipelineError extends Error {
  readonly code: PipelineErrorCode;
  declare readonly location?: SourceLocation;
  declare readonly hint?: string;

  constructor(code: PipelineErrorCode, message: string, details: PipelineErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.name = 'PipelineError';
    this.code = code;
    if (details.location !== undefined) this.location = details.location;
    if (details.hint !== undefined) this.hint = details.hint;
  }

  /** The exit code that this error ends the process with. */
  get exitCode(): 1 | 2 | 130 {
    if (this.code === 'interrupted') return 130;
    return BAD_INPUT.has(this.code) ? 2 : 1;
  }
}
