import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { siblingName } from '../../files/replace-file.ts';
import { isMissing, systemCode, systemError } from '../../files/system-error.ts';
import { isOwnError, RemoteError, type RemoteFault } from './remote-error.ts';
import {
  type AbandonedUpload,
  type ListedObject,
  type Receiver,
  type RemoteBody,
  type RemotePath,
  remotePath,
} from './remote-store.ts';
import type { RemoteStore } from './remote-store.ts';

const CHUNK_BYTES = 1 << 20;

const FAULTS: Record<string, RemoteFault> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
};

/** A folder that several machines see, for example on a network file system. It must be there: a mount that is missing is no empty cache. */
export class FolderStore implements RemoteStore {
  readonly name: string;
  readonly conditional = true;
  readonly #timeMs: number;
  #closed = false;

  constructor(folder: string, timeMs: number) {
    this.name = folder;
    this.#timeMs = timeMs;
  }

  get(path: RemotePath, mostBytes: number): Promise<Buffer | undefined> {
    return this.#within(() =>
      this.#reading(path, async (file, sizeBytes) => {
        if (sizeBytes > mostBytes)
          throw new RemoteError('failed', `an object is larger than ${mostBytes} bytes`);
        return await file.readFile();
      }),
    );
  }

  async receive(path: RemotePath, receiver: Receiver): Promise<boolean> {
    const found = await this.#reading(path, async (file, sizeBytes) => {
      const start = receiver.offset <= sizeBytes ? receiver.offset : 0;
      receiver.begin(start);
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      for (let position = start; ;) {
        const { bytesRead } = await this.#within(() => file.read(chunk, 0, CHUNK_BYTES, position));
        if (bytesRead === 0) return true;
        receiver.piece(chunk.subarray(0, bytesRead));
        position += bytesRead;
      }
    });
    return found ?? false;
  }

  sizeOf(path: RemotePath): Promise<number | undefined> {
    return this.#within(() => this.#reading(path, (_, sizeBytes) => Promise.resolve(sizeBytes)));
  }

  async put(
    path: RemotePath,
    body: RemoteBody,
    ifAbsent: boolean,
    sent: (bytes: number) => void = () => undefined,
  ): Promise<boolean> {
    const place = join(this.name, path);
    const temporary = siblingName(place);
    try {
      await this.#within(() => stat(this.name));
      await this.#within(() => mkdir(dirname(place), { recursive: true }));
      const file = await this.#within(() => open(temporary, 'wx'));
      try {
        await this.#write(file, body, sent);
        await this.#within(() => file.sync());
      } finally {
        await file.close();
      }
      if (!ifAbsent) await this.#within(() => rename(temporary, place));
      // A hard link appears with its whole content or not at all, and only where nothing has the name.
      else await this.#within(() => link(temporary, place));
      return true;
    } catch (error) {
      if (ifAbsent && systemCode(error) === 'EEXIST') return false;
      throw this.#fault(error, `writing ${path}`);
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  remove(path: RemotePath): Promise<void> {
    return this.#remove(path);
  }

  async *list(): AsyncGenerator<ListedObject> {
    for await (const { name, part, stats } of this.#files()) {
      const path = remotePath(`${part}/${name}`);
      if (path !== undefined) yield { path, sizeBytes: stats.size, changedMs: stats.mtimeMs };
    }
  }

  async *abandoned(beforeMs: number): AsyncGenerator<AbandonedUpload> {
    for await (const { name, part, stats } of this.#files())
      if (name.endsWith('.tmp') && stats.mtimeMs < beforeMs)
        yield { sizeBytes: stats.size, remove: () => this.#remove(join(part, name)) };
  }

  close(): void {
    this.#closed = true;
  }

  async #remove(path: string): Promise<void> {
    await this.#within(() => rm(join(this.name, path), { force: true })).catch((error: unknown) => {
      throw this.#fault(error, `removing ${path}`);
    });
  }

  async *#files(): AsyncGenerator<{ part: string; name: string; stats: Stats }> {
    for (const part of ['ac', 'cas']) {
      const folder = join(this.name, part);
      const names = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw this.#fault(error, `listing ${folder}`);
      });
      for (const name of names) {
        const stats = await stat(join(folder, name)).catch(() => undefined);
        if (stats?.isFile() === true) yield { part, name, stats };
      }
    }
  }

  async #write(file: FileHandle, body: RemoteBody, sent: (bytes: number) => void): Promise<void> {
    if ('bytes' in body) {
      await this.#within(() => file.writeFile(body.bytes));
      sent(body.bytes.length);
      return;
    }
    const source = await open(body.file, 'r').catch((error: unknown) => {
      throw systemError(error, 'sending a file', body.file);
    });
    try {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      for (;;) {
        if (this.#closed) throw new RemoteError('failed', 'it was given up');
        const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, null);
        if (bytesRead === 0) return;
        await this.#within(() => file.writeFile(chunk.subarray(0, bytesRead)));
        sent(bytesRead);
      }
    } finally {
      await source.close();
    }
  }

  /** Whatever lies there that is no file is no object, and delays nothing. */
  async #reading<Result>(
    path: RemotePath,
    read: (file: FileHandle, sizeBytes: number) => Promise<Result>,
  ): Promise<Result | undefined> {
    let file: FileHandle | undefined;
    try {
      file = await open(join(this.name, path), constants.O_RDONLY | constants.O_NONBLOCK);
      const stats = await file.stat();
      return stats.isFile() ? await read(file, stats.size) : undefined;
    } catch (error) {
      if (!isMissing(error) && systemCode(error) !== 'ELOOP') throw this.#fault(error, `reading ${path}`);
      if ((await stat(this.name).catch(() => undefined))?.isDirectory() === true) return undefined;
      throw new RemoteError('no-place', `the folder ${this.name} is not there`);
    } finally {
      await file?.close();
    }
  }

  /** A network file system whose server is gone answers nothing at all. */
  async #within<Result>(work: () => Promise<Result>): Promise<Result> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(new RemoteError('slow', `the folder ${this.name} gave no sign for ${this.#timeMs / 1000} s`));
    }, this.#timeMs);
    try {
      return await Promise.race([work(), promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #fault(error: unknown, doing: string): unknown {
    const code = systemCode(error);
    if (isOwnError(error) || code === undefined) return error;
    if (isMissing(error)) return new RemoteError('no-place', `the folder ${this.name} is not there`);
    const fault = FAULTS[code] ?? 'failed';
    return new RemoteError(fault, `${doing} in ${this.name} failed (${code})`, { cause: error });
  }
}
