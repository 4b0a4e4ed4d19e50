import { appendFileSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { StageMetrics } from '../../pipeline/stage/stage.ts';
import type { ActionRecord } from './action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import type { InputContent } from './input-content.ts';
import type { Manifest } from '../outputs/manifest.ts';
import { type SignedPath, signedPaths } from '../outputs/output-check.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type Signature, signatureAt } from '../files/signature.ts';
import { isMissing, systemError } from '../files/system-error.ts';

/** Larger trees are checked by their manifest. */
const INLINE_PATHS = 40;
/** Lines that say nothing any more, above which the file is written anew. */
const IDLE_LINES = 2000;

/** What a no-op run needs of an action record, with the signature of the record's file. */
export interface ActionEntry {
  instance: string;
  output: Digest;
  files: number;
  sizeBytes: number;
  metrics: StageMetrics;
  durationMs: number;
  log: string;
  dropped?: true;
  record: Signature;
  /** Absent where the tree is large. */
  tree?: SignedPath[];
}

/** A folder of the project that holds the exact copy of an output. */
export interface Publication {
  output: Digest;
  /** Digest over the stat signatures of the copy. */
  signature: Digest;
}

interface Tables {
  action: ActionEntry;
  /** Key of the last record of each instance. */
  instance: Digest;
  input: InputContent;
  publication: Publication;
}

/**
 * The index of the cache: an append-only file of lines, each with its checksum, that saves a run from opening every record.
 * The records stay the truth: a line that is damaged or lost is made again from them.
 */
export class ActionIndex {
  /** Number of lines that could not be read. */
  readonly damagedLines: number;
  /** Undefined where the user has no folder for it: nothing is remembered then. */
  readonly #path: string | undefined;
  readonly #tables: { [Name in keyof Tables]: Map<string, Tables[Name]> } = {
    action: new Map(),
    instance: new Map(),
    input: new Map(),
    publication: new Map(),
  };
  /** Output → keys of the entries that name it; made when it is first asked for. */
  #namers: Map<Digest, Set<string>> | undefined;
  #lines = 0;
  /** The last line has no end: a process was killed, or the disk was full, while it was written. */
  #torn = false;
  #pending: string[] = [];

  constructor(cache: CacheFolder) {
    this.#path = cache.index;
    this.damagedLines = this.#load();
  }

  get<Name extends keyof Tables>(table: Name, name: string): Tables[Name] | undefined {
    return this.#tables[table].get(name);
  }

  /** All entries of a table. */
  entries<Name extends keyof Tables>(table: Name): ReadonlyMap<string, Tables[Name]> {
    return this.#tables[table];
  }

  /** Keys of the actions that made this output. */
  makersOf(output: Digest): ReadonlySet<string> {
    if (!this.#namers) {
      this.#namers = new Map();
      for (const [key, entry] of this.#tables.action) this.#name(key, entry);
    }
    return this.#namers.get(output) ?? new Set();
  }

  /** Remembers an entry; `flush` writes it. */
  set<Name extends keyof Tables>(table: Name, name: string, value: Tables[Name]): void {
    this.#tables[table].set(name, value);
    if (table === 'action') this.#name(name, value as ActionEntry);
    this.#pending.push(line([table, name, value]));
  }

  delete(table: keyof Tables, name: string): void {
    if (this.#tables[table].delete(name)) this.#pending.push(line([table, name]));
  }

  /** Appends what was set since the last flush: one write, so that processes do not mix their lines. */
  flush(): void {
    if (this.#pending.length === 0 || this.#path === undefined) return;
    const lines = this.#pending;
    this.#pending = [];
    this.#lines += lines.length;
    try {
      appendFileSync(this.#path, (this.#torn ? '\n' : '') + lines.join(''));
      this.#torn = false;
    } catch {
      // The index only saves time: a full disk shows where it matters, and what is lost here is made again from the records.
      this.#torn = true;
    }
  }

  /** Flushes, and writes the file anew where too much of it is out of date or damaged. */
  close(): void {
    if (this.#path === undefined) return;
    const live = Object.values(this.#tables).reduce((sum, table) => sum + table.size, 0);
    if (this.damagedLines === 0 && this.#lines + this.#pending.length <= 2 * live + IDLE_LINES) {
      this.flush();
      return;
    }
    this.#pending = [];
    const lines: string[] = [];
    for (const [name, table] of Object.entries(this.#tables)) {
      for (const [entry, value] of table) lines.push(line([name, entry, value]));
    }
    try {
      replaceFile(this.#path, lines.join(''), 'writing the index of the cache', false);
      this.#lines = lines.length;
    } catch {
      // As above; the old file stays.
    }
  }

  #name(key: string, { output }: ActionEntry): void {
    const keys = this.#namers?.get(output) ?? new Set();
    this.#namers?.set(output, keys.add(key));
  }

  #load(): number {
    if (this.#path === undefined) return 0;
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return 0;
      throw systemError(error, 'reading the index of the cache', this.#path);
    }
    this.#torn = text !== '' && !text.endsWith('\n');
    let damaged = 0;
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      if (!this.#loadLine(text.slice(start, end))) damaged++;
      start = end + 1;
    }
    return damaged;
  }

  #loadLine(text: string): boolean {
    const body = text.slice(9);
    if (text.slice(0, 8) !== checksum(body)) return false;
    const [table, name, value] = JSON.parse(body) as
      [keyof Tables, string] | [keyof Tables, string, Tables[keyof Tables]];
    this.#lines++;
    if (value === undefined) this.#tables[table].delete(name);
    else (this.#tables[table] as Map<string, unknown>).set(name, value);
    return true;
  }
}

/** The index entry of a record that was just written or read. */
export function indexEntry(
  cache: CacheFolder,
  record: ActionRecord,
  manifest: Manifest | undefined,
): ActionEntry | undefined {
  const signature = signatureAt(cache.record(record.key));
  if (signature === undefined) return undefined;
  const signed = manifest && manifest.entries.length < INLINE_PATHS ? signedPaths(manifest) : undefined;
  return {
    instance: record.instance,
    output: record.output.digest,
    files: record.output.files,
    sizeBytes: record.output.sizeBytes,
    metrics: record.metrics,
    durationMs: record.provenance.durationMs,
    log: record.provenance.log,
    ...(record.dropped && { dropped: true }),
    record: signature,
    ...(signed && { tree: signed }),
  };
}

function line(content: unknown): string {
  const body = JSON.stringify(content);
  return `${checksum(body)} ${body}\n`;
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}
