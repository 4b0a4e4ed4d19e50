import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BatchFolder } from '../../../../../src/execution/slurm/batch/batch-folder.ts';
import { batchScript } from '../../../../../src/execution/slurm/batch/batch-script.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { stageText } from '../../../../stage-project.ts';
import { temporaryCache } from '../../../../temporary-cache.ts';

/** Runs the task as a node does; gives how it ended, and what it said. */
function start(folder: BatchFolder) {
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: '0', SLURM_ARRAY_JOB_ID: '7', SLURMD_NODENAME: 'n1' };
  const child = spawn('/bin/sh', ['-c', batchScript(folder.path)], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  return { child, end: once(child, 'exit').then(([code]) => ({ code: code as number, said })) };
}

describe('the program for nodes', () => {
  it('performs a task, and leaves nothing of itself behind', async () => {
    const cache = temporaryCache();
    const root = projectFolder({ 'stages/train.js': stageText("writeFileSync(output + '/x.txt', 'x');") });
    const { folder } = slurmBatch(cache, [[slurmEntry(cache, {}, {}, join(root, 'stages/train.js'))]]);
    expect(await start(folder).end).toEqual({ code: 0, said: '' });
    expect(folder.begun(0)).toEqual({ job: '7', node: 'n1' });
    expect(folder.result(0, 0)).toMatchObject({ type: 'stored' });
    expect(readdirSync(cache.sessions)).toEqual([]);
    expect(readdirSync(cache.locks)).toEqual([]);
  });

  it('saves the state when Slurm announces the time limit', async () => {
    const cache = temporaryCache();
    const root = projectFolder({
      'stages/train.js': stageText(
        `while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
         await checkpoint.save((place) => writeFileSync(place + '/step', '1'));
         throw signal.reason;`,
      ),
    });
    const { folder } = slurmBatch(cache, [[slurmEntry(cache, {}, {}, join(root, 'stages/train.js'))]]);
    const { child, end } = start(folder);
    await expect.poll(() => folder.news(0, 0, 0).news.length).toBe(1);
    child.kill('SIGUSR2');
    const { code, said } = await end;
    expect(code).toBe(1);
    expect(said).toMatch(/^\S+ SIGUSR2: saving the state\n$/);
    expect(folder.result(0, 0)).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: true });
  });
});
