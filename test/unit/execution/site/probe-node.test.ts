import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import * as probe from '../../../../src/execution/site/probe-messages.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const ENTRY = resolve(import.meta.dirname, '../../../../src/execution/site/probe-node.ts');

it('says who it is, does what it is asked one after the other, and ends when it is told to', async () => {
  const folder = temporaryFolder();
  const node = spawn(process.execPath, [ENTRY, folder, folder, '/no/such/folder'], { stdio: 'inherit' });
  const ended = once(node, 'exit');
  const read = async (name: string): Promise<unknown> => {
    while (!existsSync(join(folder, name))) await setTimeout(5);
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  };
  const ask = async (round: number, act: probe.ProbeAct): Promise<unknown> => {
    const { ask: place, reply } = probe.messageFiles(round);
    writeFileSync(join(folder, place), JSON.stringify({ act }));
    return act === 'end' ? undefined : await read(reply);
  };
  expect(await read(probe.HERE)).toMatchObject({ node: process.versions.node, unseen: ['/no/such/folder'] });
  const before = Date.now();
  const { nowMs } = (await ask(0, 'answer')) as probe.Reply;
  expect(nowMs).toBeGreaterThanOrEqual(before);
  writeFileSync(join(folder, 'link-0'), 'made here first');
  expect(await ask(1, 'link')).toMatchObject({ won: probe.LINKS - 1 });
  expect(await ask(2, 'lock')).toMatchObject({ locked: true });
  await ask(3, 'end');
  expect(await ended).toEqual([0, null]);
});
