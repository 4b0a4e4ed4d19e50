/** A place in a text file; line and column count from 1. */
export interface DataLocation {
  file: string;
  line: number;
  column: number;
}

/** A message may quote what a file holds, of any length: of more characters than these, the middle is left out. */
const LONGEST = 2000;

/** What is wrong with data, where, and what to do next; the message says all three. */
export class DataError extends Error {
  readonly location?: DataLocation;

  constructor(message: string, options: { location?: DataLocation; cause?: unknown } = {}) {
    const { location } = options;
    const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
    super(shortened(`${place}${message}`), 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'DataError';
    if (location !== undefined) this.location = location;
    // It is about the data: where in the code that was noticed would only stand in the way.
    delete this.stack;
  }
}

/** Keeps the ends of a message: where the fault is, and what to do. */
function shortened(message: string): string {
  if (message.length <= LONGEST) return message;
  const half = LONGEST / 2;
  const left = message.length - LONGEST;
  return `${message.slice(0, half)} … (${left} characters) … ${message.slice(-half)}`;
}
