const REPORT_EVERY_MS = 250;

/** Says how far the transfer of several files is: bytes, rate, time left. */
export class TransferProgress {
  readonly #totalBytes: number;
  readonly #now: () => number;
  readonly #files = new Map<string, number>();
  /** Bytes and time of the first report: what a resumed transfer began with is not part of the rate. */
  #start: { bytes: number; ms: number } | undefined;
  #reportedMs = Number.NEGATIVE_INFINITY;

  constructor(totalBytes: number, now: () => number = () => performance.now()) {
    this.#totalBytes = totalBytes;
    this.#now = now;
  }

  /** Takes in how much of a file is here; returns what to report, at most four times a second and at the end. */
  update(file: string, sizeBytes: number): { fraction: number; message: string } | undefined {
    this.#files.set(file, sizeBytes);
    const bytes = [...this.#files.values()].reduce((sum, size) => sum + size, 0);
    const ms = this.#now();
    this.#start ??= { bytes, ms };
    if (ms - this.#reportedMs < REPORT_EVERY_MS && bytes < this.#totalBytes) return undefined;
    this.#reportedMs = ms;
    const rate = (bytes - this.#start.bytes) / ((ms - this.#start.ms) / 1000);
    const parts = [`${megabytes(bytes)} of ${megabytes(this.#totalBytes)} MB`];
    if (rate > 0 && Number.isFinite(rate)) {
      parts.push(`${megabytes(rate)} MB/s`);
      if (bytes < this.#totalBytes) parts.push(`${Math.ceil((this.#totalBytes - bytes) / rate)} s left`);
    }
    return { fraction: bytes / this.#totalBytes, message: parts.join(' · ') };
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
