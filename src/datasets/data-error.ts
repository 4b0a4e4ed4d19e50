/** A place in a text file; line and column count from 1. */
export interface DataLocation {
  file: string;
  line: number;
  column: number;
}

/** What is wrong with data, where, and what to do next; the message says all three. */
export class DataError extends Error {
  readonly location?: DataLocation;

  constructor(message: string, options: { location?: DataLocation; cause?: unknown } = {}) {
    const { location } = options;
    const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
    super(`${place}${message}`, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'DataError';
    if (location !== undefined) this.location = location;
    // It is about the data: where in the code that was noticed would only stand in the way.
    delete this.stack;
  }
}
