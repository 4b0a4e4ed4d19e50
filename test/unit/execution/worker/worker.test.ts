import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import type { FromWorker, StageJob, ToWorker } from '../../../../src/execution/job.ts';
import { isRunning } from '../../../processes.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const ENTRY = fileURLToPath(new URL('../../../../src/execution/worker/worker.ts', import.meta.url));

/** A worker process that has said that it is ready. */
async function start(): Promise<ChildProcess> {
  const worker = fork(ENTRY, [], { execArgv: [], serialization: 'advanced', detached: true, stdio: 'pipe' });
  onTestFinished(() => void worker.kill('SIGKILL'));
  const [ready] = (await once(worker, 'message')) as [FromWorker];
  expect(ready).toEqual({ type: 'ready' });
  return worker;
}

async function perform(worker: ChildProcess, job: StageJob): Promise<FromWorker> {
  const message: ToWorker = { type: 'job', job, environment: {} };
  worker.send(message);
  return ((await once(worker, 'message')) as [FromWorker])[0];
}

function job(body: string): StageJob {
  return jobFor(temporaryCache(), join(projectFolder({ 'train.js': stageText(body) }), 'train.js'));
}

it('writes what a stage prints to its log, each job to its own', async () => {
  const worker = await start();
  const jobs = ['one', 'two'].map((word) => job(`console.log('${word} out'); console.error('${word} err');`));
  for (const asked of jobs)
    expect(await perform(worker, asked)).toMatchObject({ result: { type: 'stored' } });
  const logs = jobs.map(({ log }) => readFileSync(log, 'utf8').split('\n').slice(1));
  expect(logs).toEqual([
    ['one out', 'one err', ''],
    ['two out', 'two err', ''],
  ]);
  expect(readFileSync(jobs[0]!.log, 'utf8')).toContain(` train attempt 1, key ${jobs[0]!.key}\n`);
});

it.skipIf(process.platform === 'win32')(
  'leaves it to the main process what a signal of the terminal means',
  async () => {
    const worker = await start();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) worker.kill(signal);
    expect(await perform(worker, job('return { alive: true };'))).toMatchObject({
      result: { type: 'stored', record: { metrics: { alive: true } } },
    });
  },
);

it('fails the instance, not itself, where the log cannot be written', async () => {
  const worker = await start();
  const asked = job('return {};');
  mkdirSync(asked.log, { recursive: true });
  expect(await perform(worker, asked)).toMatchObject({
    result: {
      type: 'failed',
      error: {
        message: `starting train failed, a folder is where a file is expected (EISDIR): ${asked.log}`,
      },
    },
  });
  const next = job('return { alive: true };');
  expect(await perform(worker, next)).toMatchObject({ result: { type: 'stored' } });
});

describe.skipIf(process.platform === 'win32')('nothing of a stage outlives it', () => {
  async function command(text: string): Promise<{ asked: StageJob; said: FromWorker[] }> {
    const worker = await start();
    const asked = { ...job(''), work: { kind: 'run' as const, command: text, outputs: ['x'] } };
    const said: FromWorker[] = [];
    worker.on('message', (message: FromWorker) => said.push(message));
    worker.send({ type: 'job', job: asked, environment: {} } satisfies ToWorker);
    await expect.poll(() => said.at(-1)?.type).toBe('result');
    return { asked, said };
  }

  it('ends what a command left running in the background, and says so', async () => {
    const { asked, said } = await command('echo early > $EOS_OUTPUT/x; sleep 61 & echo $! > $EOS_OUTPUT/pid');
    expect(said).toMatchObject([{ type: 'news' }, { result: { type: 'stored' } }]);
    const stored = said[1] as { result: { record: { output: { digest: string } } } };
    const pid = Number(
      readFileSync(
        join(new CacheFolder(asked.cacheRoot).output(stored.result.record.output.digest as Digest), 'pid'),
        'utf8',
      ),
    );
    const message = `the stage left processes running, which were ended: ${pid} (sleep 61)`;
    expect(said[0]).toEqual({ type: 'news', news: { type: 'warning', message } });
    expect(readFileSync(asked.log, 'utf8').split('\n').slice(1)).toEqual([`warning: ${message}`, '']);
    expect(isRunning(pid)).toBe(false);
  });

  it('fails where it had a file of the output open for writing, which may be cut off', async () => {
    const { asked, said } = await command(
      'echo early > $EOS_OUTPUT/x; exec 3>>$EOS_OUTPUT/x; (sleep 62; echo late >&3) &',
    );
    expect(said).toMatchObject([
      {
        result: {
          type: 'failed',
          error: {
            message: expect.stringMatching(
              /^the stage left processes running, which were ended: \d+ \(bash -c .*\), \d+ \(sleep 62\); \d+ had x open for writing$/,
            ) as string,
            hint: 'Wait for it before the stage ends (in a shell: wait).',
            location: asked.location,
          },
        },
      },
    ]);
  });

  it('lets the last part of a pipe end by itself', async () => {
    const { said } = await command('echo text > >(sleep 0.05; cat > $EOS_OUTPUT/x); sleep 0.02');
    // The shell ends before the file is there; what is missing is what counts.
    expect(said).toMatchObject([
      { result: { type: 'stored', record: { output: { files: 1, sizeBytes: 5 } } } },
    ]);
  });

  it.runIf(process.platform === 'linux')(
    'finds what has left the group of the command, also after a failure',
    async () => {
      const { asked, said } = await command('setsid sleep 63 & echo $! > $EOS_OUTPUT/x; sleep 0.2; exit 3');
      expect(said).toMatchObject([{ news: { type: 'warning' } }, { result: { type: 'failed' } }]);
      expect(readFileSync(asked.log, 'utf8')).toMatch(
        /\nwarning: the stage left processes running, which were ended: \d+ \(sleep 63\)\n/,
      );
    },
  );

  it.runIf(process.platform === 'linux')('finds what a stage file has started', async () => {
    const worker = await start();
    const asked = job(
      `const { spawn } = await import('node:child_process');
       const child = spawn('sleep', ['64'], { detached: true, stdio: 'ignore' });
       child.unref();
       return { pid: child.pid, output: process.env.EOS_OUTPUT === output };`,
    );
    expect(await perform(worker, asked)).toMatchObject({
      news: { type: 'warning', message: expect.stringMatching(/ended: \d+ \(sleep 64\)$/) as string },
    });
    const [{ result }] = (await once(worker, 'message')) as [{ result: { record: { metrics: object } } }];
    expect(result.record.metrics).toMatchObject({ output: true });
  });
});

it('ends as soon as the main process lets go of it', async () => {
  const worker = await start();
  const exit = once(worker, 'exit');
  worker.disconnect();
  expect(await exit).toEqual(process.platform === 'win32' ? [1, null] : [null, 'SIGKILL']);
});
