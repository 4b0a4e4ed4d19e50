import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { DataError } from '../data-error.ts';

const partialState = z.object({
  url: z.string(),
  /** The ETag or date of the version that the bytes are of, to be sent as If-Range. */
  validator: z.string().optional(),
});

type PartialState = z.infer<typeof partialState>;

/** A file that is being received: its bytes lie in `PATH.partial`, and `PATH.partial.json` says what they are of. */
export class PartialFile {
  /** Where the file will lie when it is complete. */
  readonly path: string;
  readonly #url: string;
  #validator: string | undefined;
  #handle: FileHandle | undefined;
  #sizeBytes: number;
  #restarts = 0;
  #joined: boolean;

  private constructor(path: string, state: PartialState, sizeBytes: number) {
    this.path = path;
    this.#url = state.url;
    this.#validator = state.validator;
    this.#sizeBytes = sizeBytes;
    this.#joined = sizeBytes > 0;
  }

  /** Takes up what an earlier download of the same address left; anything else there is discarded with the first byte. */
  static async open(path: string, url: string): Promise<PartialFile> {
    const state = await readState(path);
    if (state?.url !== url) return new PartialFile(path, { url }, 0);
    const found = await stat(bytesPath(path)).catch(() => undefined);
    return new PartialFile(path, state, found?.size ?? 0);
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get validator(): string | undefined {
    return this.#validator;
  }

  /** How often the bytes were thrown away: what was copied before does not belong to the file any more. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Whether the bytes may be of several answers of the server. */
  get joined(): boolean {
    return this.#joined;
  }

  /** The next bytes continue those of an earlier answer. */
  join(): void {
    this.#joined = true;
  }

  /** Throws the bytes away; the next ones are of the version that the validator names. */
  async restart(validator?: string): Promise<void> {
    await this.close();
    this.#validator = validator;
    this.#sizeBytes = 0;
    this.#joined = false;
    this.#restarts++;
    const state: PartialState = { url: this.#url, ...(validator !== undefined && { validator }) };
    await this.#onDisk(async () => {
      await rm(bytesPath(this.path), { force: true });
      await writeFile(statePath(this.path), JSON.stringify(state));
    });
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#onDisk(async () => {
      this.#handle ??= await open(bytesPath(this.path), 'a');
      await this.#handle.appendFile(bytes);
    });
    this.#sizeBytes += bytes.length;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** The file is complete and checked: it takes its name. */
  async finish(): Promise<void> {
    await this.close();
    await this.#onDisk(() => rename(bytesPath(this.path), this.path));
    await rm(statePath(this.path), { force: true });
  }

  async #onDisk(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (cause) {
      throw new DataError(
        `cannot write ${bytesPath(this.path)}: ${(cause as Error).message}: free space or allow writing there, then run again`,
        { cause },
      );
    }
  }
}

/** Where the bytes of an incomplete file lie. */
export function bytesPath(path: string): string {
  return `${path}.partial`;
}

/** Where the address and the version of an incomplete file lie. */
export function statePath(path: string): string {
  return `${path}.partial.json`;
}

async function readState(path: string): Promise<PartialState | undefined> {
  try {
    return partialState.parse(JSON.parse(await readFile(statePath(path), 'utf8')));
  } catch {
    // Absent, or cut short by a kill: the bytes cannot be told apart from those of another file.
    return undefined;
  }
}
