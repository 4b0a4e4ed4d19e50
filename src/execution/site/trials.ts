import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { namesIn } from '../../cache/files/names-in.ts';
import { linkIfFree, replaceFile } from '../../cache/files/replace-file.ts';
import { acquireLock, releaseLock } from '../../cache/sessions/action-lock.ts';
import { SILENCE_MS, Session } from '../../cache/sessions/session.ts';
import * as probe from './probe-messages.ts';

const LOOK_MS = 2;
const ROUNDS = 20;
/** Attributes of a file may be a minute old on a network file system. */
const PATIENCE_MS = 90_000;
/** Times to watch for a sign of life: longer than a silence that counts as death. */
const WATCHES = 1 + Math.ceil(SILENCE_MS / probe.SIGNS_MS);

/** What two machines found out about the folder that they share. Times in milliseconds. */
export interface SharedFolder {
  /** From writing a file to reading what the other side answered: twice the time until a file is seen. */
  roundTripMs: { median: number; longest: number };
  /** How far the clock of the node is ahead of the one here, and how exactly that is known. */
  clock: { aheadMs: number; exactMs: number };
  /** Reads of a file while the node rewrote it, and how many of them saw no file, or parts of two. */
  rewritten: { reads: number; torn: number };
  /** Files that both sides tried to make, and how many of them exactly one side did. */
  links: { tried: number; one: number };
  /** The longest time for which no sign of life was seen from a node that gave one every 100 ms; absent: never one. */
  signMs?: number;
  /** Whether a lock that the node held was held for this side as well, and free once it was given back. */
  locks: boolean;
}

/** Tries everything that the cache needs of a folder, with the node on the other side. Rejects where the node falls silent. */
export async function tryFolder(folder: string, aliveStill: () => Promise<boolean>): Promise<SharedFolder> {
  const node = new OtherSide(folder, aliveStill);
  const clock = await tryClock(node);
  const rewritten = await tryRewriting(node, folder);
  const links = await tryLinks(node, folder);
  const signMs = await trySigns(node, folder);
  const locks = await tryLocks(node, folder);
  node.ask('end');
  return { ...clock, rewritten, links, ...(signMs !== undefined && { signMs }), locks };
}

class OtherSide {
  readonly #folder: string;
  readonly #aliveStill: () => Promise<boolean>;
  #round = 0;

  constructor(folder: string, aliveStill: () => Promise<boolean>) {
    this.#folder = folder;
    this.#aliveStill = aliveStill;
  }

  /** Asks, and waits for the answer. */
  async perform(act: probe.ProbeAct): Promise<probe.Reply> {
    const path = this.ask(act);
    for (let asked = performance.now(); ;) {
      const reply = read(this.#folder, path);
      if (reply !== undefined) return reply;
      if (performance.now() > asked + PATIENCE_MS) throw new Error(`the node did not answer (${act})`);
      if (performance.now() > asked + 1000 && !(await this.#aliveStill()))
        throw new Error(`the job ended while it was asked to ${act}`);
      await setTimeout(LOOK_MS);
    }
  }

  /** Gives the file of the answer. */
  ask(act: probe.ProbeAct): string {
    const { ask, reply } = probe.messageFiles(this.#round++);
    replaceFile(join(this.#folder, ask), JSON.stringify({ act }), 'asking a probe', false);
    return reply;
  }
}

function read(folder: string, name: string): probe.Reply | undefined {
  if (!namesIn(folder).includes(name)) return undefined;
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as probe.Reply;
}

/** The clock of the node lies between asking and the answer: the fastest round knows it best. */
async function tryClock(node: OtherSide): Promise<Pick<SharedFolder, 'roundTripMs' | 'clock'>> {
  const rounds: { takenMs: number; aheadMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = Date.now();
    const { nowMs } = await node.perform('answer');
    const after = Date.now();
    rounds.push({ takenMs: after - before, aheadMs: nowMs - (before + after) / 2 });
  }
  rounds.sort((a, b) => a.takenMs - b.takenMs);
  const [fastest] = rounds;
  return {
    roundTripMs: { median: rounds[ROUNDS / 2]!.takenMs, longest: rounds.at(-1)!.takenMs },
    clock: { aheadMs: fastest!.aheadMs, exactMs: fastest!.takenMs / 2 },
  };
}

async function tryRewriting(node: OtherSide, folder: string): Promise<SharedFolder['rewritten']> {
  const path = join(folder, probe.REWRITTEN);
  writeFileSync(path, '0\n'.repeat(probe.LINES));
  let reads = 0;
  let torn = 0;
  await meanwhile(node, 'rewrite', () => {
    reads++;
    if (!isWhole(path)) torn++;
  });
  return { reads, torn };
}

function isWhole(path: string): boolean {
  try {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    return lines.length === probe.LINES && new Set(lines).size === 1;
  } catch {
    return false; // no file, or a stale one
  }
}

async function tryLinks(node: OtherSide, folder: string): Promise<SharedFolder['links']> {
  const mine = join(folder, 'link.here');
  writeFileSync(mine, 'here');
  const answer = node.perform('link');
  let won = 0;
  for (let file = 0; file < probe.LINKS; file++) {
    if (linkIfFree(mine, join(folder, `link-${file}`))) won++;
    await setTimeout(1);
  }
  rmSync(mine);
  const wonThere = (await answer).won ?? 0;
  return { tried: probe.LINKS, one: won + wonThere === probe.LINKS ? probe.LINKS : 0 };
}

async function trySigns(node: OtherSide, folder: string): Promise<number | undefined> {
  const path = join(folder, probe.SIGN);
  writeFileSync(path, '');
  let last = lstatSync(path).mtimeMs;
  let lastMs = performance.now();
  let seen = 0;
  let longest = 0;
  for (let watch = 0; watch < WATCHES && seen === 0; watch++)
    await meanwhile(node, 'sign', () => {
      const { mtimeMs } = lstatSync(path);
      const now = performance.now();
      longest = Math.max(longest, now - lastMs);
      if (mtimeMs === last) return;
      last = mtimeMs;
      lastMs = now;
      seen++;
    });
  return seen === 0 ? undefined : longest;
}

/** Does something again and again until the node has done what it is asked. */
async function meanwhile(node: OtherSide, act: probe.ProbeAct, here: () => void): Promise<void> {
  const answer = node.perform(act);
  const over = answer.then(
    () => true,
    () => true,
  );
  do here();
  while (!(await Promise.race([over, setTimeout(LOOK_MS, false)])));
  await answer;
}

async function tryLocks(node: OtherSide, folder: string): Promise<boolean> {
  const cache = new CacheFolder(join(folder, 'cache'));
  cache.create();
  const session = new Session(cache);
  try {
    const isMine = (): boolean => acquireLock(cache, probe.PROBE_LOCK, session.owner).state === 'acquired';
    const there = (await node.perform('lock')).locked;
    const heldForMe = !isMine();
    await node.perform('unlock');
    const mine = isMine();
    const heldForNode = (await node.perform('lock')).locked === false;
    releaseLock(cache, probe.PROBE_LOCK);
    return there === true && heldForMe && mine && heldForNode;
  } finally {
    session.close();
  }
}
