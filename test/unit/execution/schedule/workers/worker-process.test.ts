import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import type { JobResult, StageJob, VerifyJob, WorkerNews } from '../../../../../src/execution/job.ts';
import { WorkerProcess } from '../../../../../src/execution/schedule/workers/worker-process.ts';
import { isRunning, untilEnded } from '../../../../processes.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { jobFor } from '../../../../stage-job.ts';
import { stageText } from '../../../../stage-project.ts';
import { store, temporaryCache } from '../../../../temporary-cache.ts';

function worker(): WorkerProcess {
  const made = new WorkerProcess();
  onTestFinished(() => {
    made.kill();
  });
  return made;
}

function job(body: string, parts: Partial<StageJob> = {}): StageJob {
  const file = join(projectFolder({ 'train.js': stageText(body) }), 'train.js');
  return jobFor(temporaryCache(), file, {}, parts);
}

async function perform(
  process: WorkerProcess,
  body: string,
  parts: Partial<StageJob> = {},
): Promise<{ result: JobResult; news: WorkerNews[]; log: string }> {
  const asked = job(body, parts);
  const news: WorkerNews[] = [];
  const result = await process.perform(asked, (said) => news.push(said));
  return { result, news, log: readFileSync(asked.log, 'utf8') };
}

describe('WorkerProcess', () => {
  it('performs one job after another, each in a process whose libraries use the given threads', async () => {
    const process = worker();
    for (const threads of [3, 2]) {
      const { result, news } = await perform(
        process,
        // As it is for libraries, which see what the process was started with.
        "warn('first'); return { own: globalThis.process.env.EOS_THREADS, atStart: /OMP_NUM_THREADS=(\\d)/.exec(readFileSync('/proc/self/environ', 'utf8'))[1] };",
        { threads },
      );
      const metrics = { own: String(threads), atStart: String(threads) };
      expect(result).toMatchObject({ type: 'stored', record: { metrics } });
      expect(news).toEqual([{ type: 'warning', message: 'first' }]);
    }
    const cache = temporaryCache();
    const { digest } = store(cache, { x: '' });
    expect(
      await process.perform({ kind: 'verify', cacheRoot: cache.root, outputs: [digest] }, () => undefined),
    ).toEqual({ type: 'verified', damaged: [], restored: [] });
    expect(process.alive).toBe(true);
  });

  it.runIf(process.platform === 'linux')('says so where it cannot be started for want of descriptors', () => {
    const script = `
      import { openSync } from 'node:fs';
      import { WorkerProcess } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../../../src/execution/schedule/workers/worker-process.ts')).href)};
      for (;;) try { openSync('/dev/null') } catch { break }
      const { type, error } = await new WorkerProcess().perform({ kind: 'verify', cacheRoot: '/none', outputs: [] }, () => {});
      console.log(type, error.code, error.message);`;
    const words = [
      '-c',
      'ulimit -n 64; exec "$0" --input-type=module --disable-warning=ExperimentalWarning -e "$1"',
    ];
    const { stdout, stderr } = spawnSync('sh', [...words, process.execPath, script], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(
        /^failed too-many-open-files starting a worker process failed, this process has too many files open \(EMFILE\)/,
      ),
      '',
    ]);
  });

  it('is given up where it does not start', async () => {
    const process = new WorkerProcess(1);
    const verify: VerifyJob = { kind: 'verify', cacheRoot: '/none', outputs: [] };
    expect(await process.perform(verify, () => undefined)).toEqual({
      type: 'failed',
      error: {
        code: 'stage-failed',
        message: 'a worker process has not started within 0.001 s',
        hint: 'Where this user may have no more processes ("ulimit -u"), raise the limit or lower --jobs; then run the same command again.',
      },
    });
    expect(process.alive).toBe(false);
  });

  it('says with which exit code the process of a stage ended in the middle, and performs the next job', async () => {
    const process = worker();
    const crash = await perform(process, "console.log('last words'); globalThis.process.exit(7);");
    expect(crash.result).toEqual({ type: 'crashed', exitCode: 7 });
    expect(crash.log).toContain('\nlast words\n');
    expect(process.alive).toBe(true);
    expect(await process.perform(job(''), () => undefined)).toMatchObject({ type: 'stored' });
  });

  it('is no use any more when it was killed itself, and the stage ends with it', async () => {
    const process = worker();
    let stage = 0;
    const asked = job('warn(String(globalThis.process.pid)); for (;;);');
    const result = await process.perform(asked, (news) => {
      if (news.type === 'warning') stage = Number(news.message);
      globalThis.process.kill(process.pid!, 'SIGKILL');
    });
    expect(result).toEqual({ type: 'crashed', signal: 'SIGKILL' });
    await untilEnded(stage);
    expect(process.alive).toBe(false);
    expect(await process.perform(job(''), () => undefined)).toEqual({ type: 'crashed' });
  });

  it.skipIf(globalThis.process.platform === 'win32')(
    'says by which signal it ended, and ends what the stage had started',
    async () => {
      const process = worker();
      const { result, log } = await perform(
        process,
        `const { spawn } = await import('node:child_process');
         log('started ' + spawn('sleep', ['600'], { stdio: 'ignore' }).pid);
         globalThis.process.kill(globalThis.process.pid, 'SIGKILL');
         await new Promise((resolve) => setTimeout(resolve, 60000));`,
      );
      expect(result).toEqual({ type: 'crashed', signal: 'SIGKILL' });
      const started = Number(/started (\d+)/.exec(log)![1]);
      await untilEnded(started);
      expect(isRunning(started)).toBe(false);
    },
  );

  it('hands a stage file a small environment and what it declares, and a command likewise', async () => {
    onTestFinished(() => {
      Reflect.deleteProperty(globalThis.process.env, 'UNDECLARED');
      Reflect.deleteProperty(globalThis.process.env, 'DECLARED');
    });
    globalThis.process.env['UNDECLARED'] = 'a secret';
    globalThis.process.env['DECLARED'] = 'told';
    const process = worker();
    const work = {
      kind: 'run' as const,
      command:
        'echo "${UNDECLARED-none} ${DECLARED-none} ${HOME-none}" > "$EOS_OUTPUT/x"; cp "$EOS_OUTPUT/x" told.txt',
      outputs: ['x'],
    };
    const folder = projectFolder({});
    const fields = { ...jobFor(temporaryCache(), folder).fields, env: { DECLARED: sha256('DECLARED=told') } };
    const command = { ...jobFor(temporaryCache(), join(folder, 'none'), {}, { work }), fields };
    expect(await process.perform(command, () => undefined)).toMatchObject({ type: 'stored' });
    expect(readFileSync(join(folder, 'told.txt'), 'utf8')).toBe(
      `none told ${globalThis.process.env['HOME'] ?? 'none'}\n`,
    );
    const seen =
      'return { undeclared: globalThis.process.env.UNDECLARED ?? "none", declared: globalThis.process.env.DECLARED ?? "none" };';
    const undeclared = await process.perform(job(seen), () => undefined);
    expect(undeclared).toMatchObject({ record: { metrics: { undeclared: 'none', declared: 'none' } } });
    const declared = await process.perform({ ...job(seen), fields }, () => undefined);
    expect(declared).toMatchObject({ record: { metrics: { undeclared: 'none', declared: 'told' } } });
  });

  it('has one time zone and language for stages of everybody, and one’s own where a stage declares it', async () => {
    vi.stubEnv('TZ', 'Asia/Kathmandu');
    vi.stubEnv('LC_ALL', 'tr_TR.UTF-8');
    const process = worker();
    const seen =
      'const { LANG, LC_ALL = "none" } = globalThis.process.env; return { hour: new Date(0).getHours(), LANG, LC_ALL };';
    const common = await process.perform(job(seen), () => undefined);
    expect(common).toMatchObject({ record: { metrics: { hour: 0, LANG: 'C.UTF-8', LC_ALL: 'none' } } });
    const env = { TZ: sha256('TZ'), LC_ALL: sha256('LC_ALL') };
    const own = { ...job(seen), fields: { ...jobFor(temporaryCache(), projectFolder({})).fields, env } };
    expect(await process.perform(own, () => undefined)).toMatchObject({
      record: { metrics: { hour: 5, LANG: 'C.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
    });
  });

  it('passes a request to stop on to the stage', async () => {
    const process = worker();
    const asked = job(
      "warn('here'); await new Promise((resolve) => signal.addEventListener('abort', resolve)); throw signal.reason;",
    );
    const result = process.perform(asked, () => {
      process.abort('timeout');
    });
    expect(await result).toEqual({ type: 'stopped', why: 'timeout', checkpoint: false });
  });
});
