import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../../src/cache/files/replace-file.ts';
import * as probe from '../../../../src/execution/site/probe-messages.ts';
import { tryFolder } from '../../../../src/execution/site/trials.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

type Answer = (folder: string) => Partial<probe.Reply> | Promise<Partial<probe.Reply>>;

/** A node that does what a test says, in this process. */
async function answerAll(folder: string, answers: Partial<Record<probe.ProbeAct, Answer>>): Promise<void> {
  for (let round = 0; ; round++) {
    const { ask, reply } = probe.messageFiles(round);
    while (!existsSync(join(folder, ask))) await setTimeout(1);
    const { act } = JSON.parse(readFileSync(join(folder, ask), 'utf8')) as probe.Ask;
    if (act === 'end') return;
    const given = { nowMs: Date.now(), ...(await answers[act]?.(folder)) };
    replaceFile(join(folder, reply), JSON.stringify(given), 'answering', false);
  }
}

const touch: Answer = async (folder) => {
  for (let sign = 0; sign < 3; sign++) {
    writeFileSync(join(folder, probe.SIGN), String(sign));
    await setTimeout(20);
  }
  return {};
};

async function tried(answers: Partial<Record<probe.ProbeAct, Answer>>) {
  const folder = temporaryFolder();
  const node = answerAll(folder, { sign: touch, ...answers });
  const found = await tryFolder(folder, () => Promise.resolve(true));
  await node;
  return found;
}

describe('tryFolder', () => {
  it('tells how far the clock of the node is ahead, or behind', async () => {
    const ahead = await tried({ answer: () => ({ nowMs: Date.now() + 90_000 }) });
    expect(Math.abs(ahead.clock.aheadMs - 90_000)).toBeLessThanOrEqual(ahead.clock.exactMs + 1);
    const behind = await tried({ answer: () => ({ nowMs: Date.now() - 90_000 }) });
    expect(Math.abs(behind.clock.aheadMs + 90_000)).toBeLessThanOrEqual(behind.clock.exactMs + 1);
  });

  it('finds a file that is not there, or half there, while it is rewritten', async () => {
    const { rewritten } = await tried({
      rewrite: async (folder) => {
        writeFileSync(join(folder, probe.REWRITTEN), '0\n0\n1\n');
        await setTimeout(50);
        rmSync(join(folder, probe.REWRITTEN));
        await setTimeout(50);
        return {};
      },
    });
    expect(rewritten.torn).toBeGreaterThan(0);
  });

  it('finds files that both sides, or neither, have made', async () => {
    expect((await tried({ link: () => ({ won: 3 }) })).links).toEqual({ tried: probe.LINKS, one: 0 });
    expect((await tried({ link: () => ({ won: 0 }) })).links).toEqual({
      tried: probe.LINKS,
      one: probe.LINKS,
    });
  });

  it('finds a lock that holds nobody off', async () => {
    const free = await tried({ lock: () => ({ locked: true }) });
    expect(free.locks).toBe(false);
  });

  it('gives up where the job has ended', async () => {
    const answer = tryFolder(temporaryFolder(), () => Promise.resolve(false));
    await expect(answer).rejects.toThrow('the job ended while it was asked to answer');
  });
});
