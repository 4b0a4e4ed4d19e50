import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The log of the running attempt: written at once, so that a killed process loses no line. */
export class StageLog {
  readonly descriptor: number;

  constructor(path: string, title: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.descriptor = openSync(path, 'a');
    this.line(`--- ${new Date().toISOString()} ${title}`);
  }

  line(text: string): void {
    this.write(`${text}\n`);
  }

  write(content: string | Uint8Array): void {
    try {
      if (typeof content === 'string') writeSync(this.descriptor, content);
      else writeSync(this.descriptor, content);
    } catch {
      // A full disk stops the stage where it writes its output; a lost log line is not worth a failure.
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
