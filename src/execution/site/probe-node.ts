/** What a probe runs on a node: `node probe-node.ts FOLDER SEEN...`; ends when it is told to, or nobody asks any more. */
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { namesIn } from '../../cache/files/names-in.ts';
import { linkIfFree, replaceFile } from '../../cache/files/replace-file.ts';
import { acquireLock, releaseLock } from '../../cache/sessions/action-lock.ts';
import { Session } from '../../cache/sessions/session.ts';
import { present } from '../../present.ts';
import { jobMemoryBytes } from './job-memory.ts';
import * as probe from './probe-messages.ts';

const LOOK_MS = 5;
/** Without a request for this long the other side is gone. */
const PATIENCE_MS = 120_000;

const [folder = '', ...seen] = process.argv.slice(2);
const cache = new CacheFolder(join(folder, 'cache'));
let session: Session | undefined;

const facts: probe.NodeFacts = {
  host: hostname(),
  name: process.env['SLURMD_NODENAME'] ?? hostname(),
  node: process.versions.node,
  nowMs: Date.now(),
  cores: availableParallelism(),
  ...present({ memoryBytes: jobMemoryBytes() }),
  unseen: seen.filter((path) => !existsSync(path)),
};
put(probe.HERE, facts);
for (let round = 0; ; round++) {
  const { ask, reply } = probe.messageFiles(round);
  const act = await next(ask);
  if (act === undefined || act === 'end') break;
  const done = await perform(act);
  put(reply, { nowMs: Date.now(), ...done } satisfies probe.Reply);
}
session?.close();

function put(name: string, content: object): void {
  replaceFile(join(folder, name), JSON.stringify(content), 'answering a probe', false);
}

async function next(name: string): Promise<probe.ProbeAct | undefined> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    // A folder that is listed anew tells of new files sooner than a question for one of them, on network file systems.
    if (namesIn(folder).includes(name))
      return (JSON.parse(readFileSync(join(folder, name), 'utf8')) as probe.Ask).act;
    await setTimeout(LOOK_MS);
  }
  return undefined;
}

async function perform(act: probe.ProbeAct): Promise<Omit<probe.Reply, 'nowMs'>> {
  switch (act) {
    case 'rewrite':
      await during(probe.REWRITE_MS, 0, (round) => {
        replaceFile(join(folder, probe.REWRITTEN), `${round}\n`.repeat(probe.LINES), 'rewriting', false);
      });
      return {};
    case 'sign':
      await during(probe.SIGNS_MS, 100, () => {
        const now = new Date();
        utimesSync(join(folder, probe.SIGN), now, now);
      });
      return {};
    case 'link':
      return { won: linkAll() };
    case 'lock':
      cache.create();
      session ??= new Session(cache);
      return { locked: acquireLock(cache, probe.PROBE_LOCK, session.owner).state === 'acquired' };
    case 'unlock':
      releaseLock(cache, probe.PROBE_LOCK);
      return {};
    case 'answer':
    case 'end':
      return {};
  }
}

async function during(timeMs: number, restMs: number, act: (round: number) => void): Promise<void> {
  const end = Date.now() + timeMs;
  for (let round = 0; Date.now() < end; round++) {
    act(round);
    await setTimeout(restMs);
  }
}

function linkAll(): number {
  const mine = join(folder, 'link.node');
  writeFileSync(mine, 'node');
  let won = 0;
  for (let file = 0; file < probe.LINKS; file++) if (linkIfFree(mine, join(folder, `link-${file}`))) won++;
  rmSync(mine);
  return won;
}
