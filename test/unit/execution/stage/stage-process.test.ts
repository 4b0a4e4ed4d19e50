import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FromStage, ToStage } from '../../../../src/execution/stage/stage-message.ts';
import { checkpointFolder } from '../../../../src/execution/working-folder.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const ENTRY = fileURLToPath(new URL('../../../../src/execution/stage/stage-process.ts', import.meta.url));

/** A process that runs a stage with this body, and what it says. */
function start(body: string, files: Record<string, string> = {}): { child: ChildProcess; said: FromStage[] } {
  const child = fork(ENTRY, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 1, 2, 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const file = join(projectFolder({ 'train.js': stageText(body), ...files }), 'train.js');
  const job = jobFor(temporaryCache(), file);
  mkdirSync(job.staging, { recursive: true });
  const checkpoints = { fill: checkpointFolder(job.staging) };
  const said: FromStage[] = [];
  child.on('message', (message: FromStage) => said.push(message));
  child.send({ type: 'start', job, file, checkpoints } satisfies ToStage);
  return { child, said };
}

async function untilSaid(said: FromStage[], type: FromStage['type']): Promise<FromStage> {
  await expect.poll(() => said.at(-1)?.type).toBe(type);
  return said.at(-1)!;
}

describe('the process of a stage file', () => {
  it('says how the stage ended, what it used, loaded and read, and ends when that has arrived', async () => {
    const { child, said } = start(
      "warn('careful'); readFileSync(import.meta.dirname + '/a.txt'); await import('./' + 'b.js'); return { n: 1 };",
      { 'a.txt': 'a', 'b.js': '' },
    );
    const done = await untilSaid(said, 'done');
    expect(said[0]).toEqual({ type: 'news', news: { type: 'warning', message: 'careful' } });
    expect(done).toMatchObject({ result: { metrics: { n: 1 }, outputs: [] }, resumed: false });
    if (done.type !== 'done') throw new Error();
    const names = (paths: Iterable<string>): string[] => [...paths].map((path) => path.replace(/.*\//, ''));
    expect(names(done.seen.read)).toContain('a.txt');
    expect(names(done.seen.loaded)).toEqual(['train.js', 'b.js']);
    const ended = once(child, 'exit');
    child.send({ type: 'over' } satisfies ToStage);
    expect(await ended).toEqual([0, null]);
  });

  it.skipIf(process.platform === 'win32')(
    'leaves it to the main process what a signal of the terminal means',
    async () => {
      const { child, said } = start(
        "progress({ fraction: 0 }); await new Promise((stop) => signal.addEventListener('abort', stop)); return { why: signal.reason };",
      );
      await untilSaid(said, 'news');
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal);
      child.send({ type: 'abort', why: 'timeout' } satisfies ToStage);
      expect(await untilSaid(said, 'done')).toMatchObject({ result: { metrics: { why: 'timeout' } } });
    },
  );

  it('ends as soon as its worker lets go of it', async () => {
    const { child, said } = start('progress({ fraction: 0 }); await new Promise(() => undefined);');
    await untilSaid(said, 'news');
    const ended = once(child, 'exit');
    child.disconnect();
    expect(await ended).toEqual([1, null]);
  });

  it('loads few modules: each of them costs every instance half a millisecond', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => { if (url.startsWith('file:')) loaded.push(url); return next(url, context); } });
      await import(${JSON.stringify(pathToFileURL(ENTRY).href)});
      console.log(JSON.stringify({ loaded: loaded.length, crypto: process.moduleLoadList.includes('NativeModule crypto') }));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const { loaded, crypto } = JSON.parse(said) as { loaded: number; crypto: boolean };
    expect(loaded).toBeLessThanOrEqual(16);
    expect(crypto).toBe(false);
  });
});
