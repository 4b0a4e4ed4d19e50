import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockOwner, releaseLock } from '../../../../src/cache/sessions/action-lock.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import type { RunOptions } from '../../../../src/execution/run-options.ts';
import { Scheduler } from '../../../../src/execution/schedule/scheduler.ts';
import type { Task } from '../../../../src/execution/schedule/task.ts';
import type { Room } from '../../../../src/execution/schedule/waiting/ready-queue.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';
import { recordAction } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

interface Setting {
  scope: TestScope;
  tasks: Map<string, Task>;
  scheduler: Scheduler;
}

/** A scheduler for these instances; `x[…]` runs the stage with the body given for `x`. */
async function open(
  bodies: Record<string, string>,
  instances: Record<string, Partial<Instance>>,
  options: Partial<RunOptions> = {},
  room: Room = { threads: 2, memoryBytes: 100 },
): Promise<Setting> {
  const files = Object.entries(bodies).map(([name, body]) => [
    `stages/${name}.js`,
    stageText(body, { inputs: "{ from: 'many' }" }),
  ]);
  const root = projectFolder(Object.fromEntries(files) as Record<string, string>);
  const plan = planOver(
    root,
    Object.entries(instances).map(([id, parts]) => instanceOf(root, id, parts)),
  );
  const scope = await runScope(plan, { retryDelayMs: 1, ...options });
  const tasks = surveyedTasks(scope, room);
  const session = new Session(scope.cache);
  onTestFinished(() => {
    session.close();
  });
  return { scope, tasks, scheduler: new Scheduler(scope, session, tasks, room) };
}

const from = (...ids: string[]): Instance['needs'] => ({ from: { kind: 'instances', ids, many: true } });

/** What was told, as `type instance`, without news from inside the stages. */
function told(events: RunEventBody[]): string[] {
  return events
    .filter(({ type }) => !['instance-progress', 'instance-stale'].includes(type))
    .map((event) =>
      'instance' in event ? `${event.type.replace('instance-', '')} ${event.instance}` : event.type,
    );
}

const WRITE = "writeFileSync(output + '/x.txt', JSON.stringify(params));";

describe('Scheduler', () => {
  it('runs a task when everything that it needs is there', async () => {
    const { scope, tasks, scheduler } = await open(
      {
        data: WRITE,
        sum: "writeFileSync(output + '/x.txt', inputs('from').map(({ path }) => readFileSync(path + '/x.txt')).join(' '));",
      },
      {
        'data[a=1]': { params: { a: 1 } },
        'data[a=2]': { params: { a: 2 } },
        sum: { needs: from('data[a=1]', 'data[a=2]') },
      },
      {},
      { threads: 1, memoryBytes: 100 },
    );
    await scheduler.run();
    expect(told(scope.events)).toEqual([
      'started data[a=1]',
      'finished data[a=1]',
      'started data[a=2]',
      'finished data[a=2]',
      'started sum',
      'finished sum',
    ]);
    const { entry, resolved } = tasks.get('sum')!;
    expect(readFileSync(join(scope.cache.output(entry!.output), 'x.txt'), 'utf8')).toBe('{"a":1} {"a":2}');
    expect(lockOwner(scope.cache, resolved!.key)).toBeUndefined();
    expect(scope.index.get('instance', 'sum')).toBe(resolved!.key);
  });

  it('computes an action once that several instances name', async () => {
    const { scope, scheduler } = await open({ data: WRITE }, { 'data[a=1]': {}, 'data[a=2]': {} });
    await scheduler.run();
    expect(told(scope.events)).toEqual(['started data[a=1]', 'finished data[a=1]', 'hit data[a=2]']);
  });

  describe('that slept for so long that others took it for dead', () => {
    const SLEEP =
      "warn('asleep'); while (existsSync(output)) await new Promise((done) => setTimeout(done, 5)); writeFileSync(output + '/x.txt', '');";

    /** Does what others do to a process that they take for dead, while it sleeps; then it finds its folder gone. */
    async function sleeper(body: string, meanwhile: (setting: Setting) => void): Promise<string[]> {
      const setting = await open({ slow: body }, { slow: {} });
      const { scope, scheduler } = setting;
      const running = scheduler.run();
      await expect.poll(() => told(scope.events)).toContain('warning slow');
      meanwhile(setting);
      const { resolved } = setting.tasks.get('slow')!;
      releaseLock(scope.cache, resolved!.key);
      for (const name of readdirSync(scope.cache.staging).filter((one) => !one.endsWith('-cwd')))
        rmSync(join(scope.cache.staging, name), { recursive: true });
      await running;
      return told(scope.events);
    }

    it('takes what they have made', async () => {
      const events = await sleeper(SLEEP, ({ scope, tasks }) => {
        recordAction(scope.cache, tasks.get('slow')!.resolved!.fields, { 'x.txt': 'theirs' });
      });
      expect(events).toEqual(['started slow', 'warning slow', 'finished slow']);
    });

    it('runs once more where they have made nothing', async () => {
      const marker = join(temporaryFolder(), 'slept');
      const body = `if (existsSync('${marker}')) return; writeFileSync('${marker}', ''); ${SLEEP}`;
      const events = await sleeper(body, () => undefined);
      expect(events).toEqual(['started slow', 'warning slow', 'started slow', 'finished slow']);
    });
  });

  it('stops starting at a failure, skips what is below it, and says why', async () => {
    const { scope, scheduler } = await open(
      { bad: "throw new Error('no')", below: '', other: '' },
      { bad: {}, below: { needs: from('bad') }, other: {} },
      {},
      { threads: 1, memoryBytes: 100 },
    );
    await scheduler.run();
    expect(told(scope.events)).toEqual(['started bad', 'failed bad', 'skipped below', 'skipped other']);
    expect(scope.events.find(({ type }) => type === 'instance-failed')).toMatchObject({
      error: { code: 'stage-failed', message: 'no' },
      rerun: 'eos-pipeline repro bad',
    });
  });

  it('keeps going with what does not depend on a failure where that is asked for', async () => {
    const { scope, scheduler } = await open(
      { bad: "throw new Error('no')", below: '', other: '' },
      { bad: {}, below: { needs: from('bad') }, other: {} },
      { keepGoing: true },
      { threads: 1, memoryBytes: 100 },
    );
    await scheduler.run();
    expect(told(scope.events)).toEqual([
      'started bad',
      'failed bad',
      'skipped below',
      'started other',
      'finished other',
    ]);
  });

  it('tries a failed task again as often as it may', async () => {
    const fail =
      "if (!existsSync(params.file)) { writeFileSync(params.file, ''); throw new Error('first'); }";
    const folder = projectFolder({});
    const { scope, scheduler } = await open(
      { flaky: fail, bad: "throw new Error('always')" },
      { flaky: { params: { file: join(folder, 'tried') }, retries: 1 }, bad: { retries: 2 } },
      { keepGoing: true },
    );
    await scheduler.run();
    const of = (id: string): string[] => told(scope.events).filter((line) => line.endsWith(` ${id}`));
    expect(of('flaky')).toEqual(['started flaky', 'retried flaky', 'started flaky', 'finished flaky']);
    expect(of('bad')).toEqual([
      'started bad',
      'retried bad',
      'started bad',
      'retried bad',
      'started bad',
      'failed bad',
    ]);
    const delays = scope.events.flatMap((event) =>
      event.type === 'instance-retried' && event.instance === 'bad' ? [event.delayMs] : [],
    );
    expect(delays).toEqual([1, 2]);
  });

  it('asks what runs to stop when it is interrupted, and starts nothing more', async () => {
    const { scope, tasks, scheduler } = await open(
      {
        long: `await checkpoint.save((place) => writeFileSync(place + '/x', ''));
               await new Promise((resolve) => signal.addEventListener('abort', resolve));
               throw signal.reason;`,
        below: '',
      },
      { long: {}, below: { needs: from('long') } },
    );
    const running = scheduler.run();
    const watch = setInterval(() => {
      if (scope.events.some(({ type }) => type === 'instance-checkpoint')) {
        clearInterval(watch);
        scheduler.interrupt('SIGINT', 60_000);
      }
    }, 5);
    await running;
    expect(told(scope.events)).toEqual([
      'started long',
      'checkpoint long',
      'interrupt-requested',
      'interrupted long',
      'skipped below',
    ]);
    expect(scope.events.find(({ type }) => type === 'instance-interrupted')).toMatchObject({
      checkpoint: true,
    });
    expect(lockOwner(scope.cache, tasks.get('long')!.resolved!.key)).toBeUndefined();
  });
});
