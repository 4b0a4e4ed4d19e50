import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { downloadProject } from '../download-project.ts';
import { fileServer, serve, stallAfter } from '../file-server.ts';

const program = resolve('bin/eos-pipeline.js');
const MEBIBYTE = 1 << 20;

function start(folder: string): { pid: number; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [program, 'repro', '--cwd', folder], {
    stdio: 'ignore',
    detached: true,
  });
  return { pid: child.pid!, ended: new Promise((end) => child.once('exit', end)) };
}

function checkpoints(folder: string): number {
  const root = join(folder, 'cache/checkpoints');
  try {
    return readdirSync(root, { recursive: true }).filter((path) => /bytes-\d+$/.test(String(path))).length;
  } catch {
    return 0; // None is there, or one takes the place of another just now.
  }
}

it('goes on after kill -9 where its checkpoint was, and ends in the same bytes as a fresh download', async () => {
  const content = Buffer.alloc(30 * MEBIBYTE);
  for (let index = 0; index < content.length; index += 3) content[index] = (index * 7) % 256;
  const server = await fileServer(stallAfter(content, 20 * MEBIBYTE), serve(content));
  const folder = downloadProject(server.url, content);

  const first = start(folder);
  while (checkpoints(folder) < 2) await sleep(50);
  process.kill(-first.pid, 'SIGKILL');
  await first.ended;

  const second = start(folder);
  expect(await second.ended).toBe(0);
  expect(server.requests).toHaveLength(2);
  // The first checkpoint is made at 8 MiB, and nothing was sent after 20 MiB.
  const from = Number(/^bytes=(\d+)-$/.exec(server.requests[1]!.range ?? '')?.[1]);
  expect(from).toBeGreaterThanOrEqual(8 * MEBIBYTE);
  expect(from).toBeLessThanOrEqual(20 * MEBIBYTE);
  const outputs = readdirSync(join(folder, 'cache/outputs'), { recursive: true, encoding: 'utf8' });
  const data = outputs.find((path) => path.endsWith('data.bin'))!;
  expect(readFileSync(join(folder, 'cache/outputs', data)).equals(content)).toBe(true);
  expect(checkpoints(folder)).toBe(0);
});
