import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import type { CacheFolder } from '../files/cache-folder.ts';
import { removeFile } from '../files/replace-file.ts';
import { readSealed, writeSealed } from '../files/sealed-json.ts';
import { either, members, aNumber, only, aText } from '../files/shape.ts';
import { namesIn } from '../files/names-in.ts';
import { statsAt } from '../files/signature.ts';
import { isMissing } from '../files/system-error.ts';
import { present } from '../../present.ts';

const HEARTBEAT_MS = 2000;
/** A process on another host is taken for dead after this long without a heartbeat (network file systems lag). */
export const SILENCE_MS = 60_000;

/** What a process does that is no run. */
export type SessionWork = 'gc' | 'job';

/** Who works on the cache: enough to tell, on the same host, a living process from a later one with the same pid. */
export interface Owner {
  session: string;
  pid: number;
  /** When the process started, in the words of the operating system. */
  started?: string;
  host: string;
  /** Which space of process ids the pid belongs to (boot, container). */
  space: string;
  /** It collects garbage: runs wait for it. Or it is a job of a cluster, which works for a run that may have ended. */
  work?: SessionWork;
}

/** The shape of an announcement, and of a lock. */
export const ownerShape = members(
  { session: aText, pid: aNumber, host: aText, space: aText },
  { started: aText, work: either(only('gc'), only('job')) },
);

/** This process while it writes to a cache; others see from its heartbeat that it lives. */
export class Session {
  readonly owner: Owner;
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;

  constructor(cache: CacheFolder, work?: SessionWork) {
    const started = startOf(process.pid);
    const session = `${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
    this.owner = {
      session,
      pid: process.pid,
      ...present({ started }),
      host: hostname(),
      space: processSpace(),
      ...present({ work }),
    };
    this.#path = cache.session(session);
    writeSealed(this.#path, this.owner, 'announcing this process in the cache', false);
    this.#timer = setInterval(() => {
      this.beat();
    }, HEARTBEAT_MS);
    this.#timer.unref();
  }

  beat(): void {
    const now = new Date();
    try {
      utimesSync(this.#path, now, now);
    } catch (error) {
      if (!isMissing(error)) return; // a full disk or a lost mount shows where it matters: at the next write
      writeSealed(this.#path, this.owner, 'announcing this process in the cache', false);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    removeFile(this.#path);
  }
}

/** Whether the owner of a lock or of a staging folder still works on it. */
export function isAlive(cache: CacheFolder, owner: Owner): boolean {
  if (owner.host === hostname() && owner.space === processSpace()) {
    if (!processExists(owner.pid)) return false;
    const started = startOf(owner.pid);
    // Other users' processes may be hidden: what cannot be told is taken for alive.
    return owner.started === undefined || started === undefined || started === owner.started;
  }
  const stats = statsAt(cache.session(owner.session));
  return stats !== undefined && Date.now() - stats.mtimeMs < SILENCE_MS;
}

/** Reads the announcement of a session. */
export function readSession(cache: CacheFolder, session: string): Owner | undefined {
  const read = readSealed<Owner>(cache.session(session), 'reading who works on the cache', ownerShape);
  return read.state === 'read' ? read.content : undefined;
}

/** Who is at work on the cache at this moment. */
export function livingSessions(cache: CacheFolder): Owner[] {
  return namesIn(cache.sessions).flatMap((name) => {
    const owner = readSession(cache, name.replace(/\.json$/, ''));
    return owner !== undefined && isAlive(cache, owner) ? [owner] : [];
  });
}

/** Whether there is a process of this id on this host, whoever it belongs to. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The start time of a process; a pid that was given to another process has another one. */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // Field 22, counted behind the command name, which may hold spaces and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    }
    if (process.platform === 'win32') return undefined;
    // In words that do not depend on who asks.
    const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim();
  } catch {
    return undefined;
  }
}

let space: string | undefined;

function processSpace(): string {
  space ??= [
    () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    () => readlinkSync('/proc/self/ns/pid'),
  ]
    .map((part) => {
      try {
        return part();
      } catch {
        return process.platform;
      }
    })
    .join(' ');
  return space;
}
