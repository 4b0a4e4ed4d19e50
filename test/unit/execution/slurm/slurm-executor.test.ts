import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import type { AttemptResult } from '../../../../src/execution/executor.ts';
import { slurmSite } from '../../../../src/execution/slurm/client/slurm-site.ts';
import { SlurmExecutor } from '../../../../src/execution/slurm/slurm-executor.ts';
import type { SlurmOptions } from '../../../../src/execution/slurm/slurm-options.ts';
import { fakeCalls, fakeSlurm, type FakeCommands } from '../../../fake-slurm.ts';
import { projectFolder } from '../../../project-folder.ts';
import { slurmEntry } from '../../../slurm-batch.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const SETTINGS = { maxSubmitted: 1000, arrays: true, extra: [] };

interface Setting {
  cache: CacheFolder;
  file: string;
}

function project(body: string): Setting {
  return {
    cache: temporaryCache(),
    file: join(projectFolder({ 'stages/train.js': stageText(body) }), 'stages/train.js'),
  };
}

/** An executor on a cluster that is none, and how to hand it an attempt. */
async function open({ cache, file }: Setting, options: Partial<SlurmOptions> = {}) {
  const session = new Session(cache);
  const events: RunEventBody[] = [];
  const emit = (event: RunEventBody): void => {
    events.push(event);
  };
  const all = { settings: SETTINGS, detach: false, leaveMs: 0, emit, ...options };
  const executor = await SlurmExecutor.open(cache, session.owner, await slurmSite(), all);
  const end = (): void => {
    executor.close();
    session.close();
  };
  onTestFinished(end);
  const perform = (size: number): Promise<AttemptResult> =>
    executor.perform(slurmEntry(cache, { size }, {}, file).entry.attempt);
  return { executor, events, perform, end };
}

const WRITE = "writeFileSync(output + '/x.txt', String(params.size));";
/** Jobs that wait for ever. */
const WAITING: FakeCommands = {
  sbatch: 'echo 42',
  squeue: "printf '42_0|PENDING||Priority\\n42_1|PENDING||Priority\\n'",
};

describe('SlurmExecutor', () => {
  it('performs attempts as tasks of one array, and clears up', async () => {
    const folder = fakeSlurm();
    const setting = project(WRITE);
    const { perform } = await open(setting);
    const results = await Promise.all([perform(1), perform(2)]);
    expect(results).toMatchObject([{ type: 'stored' }, { type: 'stored' }]);
    expect(fakeCalls(folder, 'sbatch')).toHaveLength(1);
    await expect.poll(() => readdirSync(setting.cache.jobs)).toEqual([]);
  });

  it('leaves the jobs when it is interrupted, and the next run takes up what they did meanwhile', async () => {
    const folder = fakeSlurm();
    const setting = project(WRITE);
    const first = await open(setting);
    const left = first.perform(1);
    await expect.poll(() => fakeCalls(folder, 'sbatch')).toHaveLength(1);
    first.executor.interrupt();
    expect(await left).toEqual({ type: 'left', job: '11_0' });
    first.end();
    const second = await open(setting);
    expect(await second.perform(1)).toMatchObject({ type: 'stored' });
    expect(fakeCalls(folder, 'sbatch')).toHaveLength(1);
  });

  it('leaves each job at once where nobody wants to wait', async () => {
    fakeSlurm(WAITING);
    const { perform } = await open(project(WRITE), { detach: true });
    expect(await perform(1)).toEqual({ type: 'left', job: '42_0' });
  });

  it('says why jobs wait', async () => {
    fakeSlurm(WAITING);
    const { perform, events, executor } = await open(project(WRITE));
    const both = Promise.all([perform(1), perform(2)]);
    await expect
      .poll(() => events)
      .toEqual([{ type: 'queue-reasons', stage: 'train', reasons: { Priority: 2 } }]);
    executor.interrupt();
    await both;
  });

  it('cancels the jobs where somebody insists', async () => {
    const folder = fakeSlurm({
      ...WAITING,
      squeue: 'grep -q scancel $FAKE/calls && echo "42_0|CANCELLED||None" || echo "42_0|PENDING||Priority"',
    });
    const { perform, executor } = await open(project(WRITE), { leaveMs: 60_000 });
    const result = perform(1);
    await expect.poll(() => fakeCalls(folder, 'sbatch')).toHaveLength(1);
    executor.interrupt();
    executor.kill();
    expect(await result).toEqual({ type: 'stopped', why: 'interrupt', checkpoint: false });
    expect(fakeCalls(folder, 'scancel')).toEqual(['42']);
  });

  it('takes what waits out of the queue when the run stops after a failure', async () => {
    const folder = fakeSlurm({
      ...WAITING,
      squeue: 'grep -q scancel $FAKE/calls && echo "42_0|CANCELLED||None" || echo "42_0|PENDING||Priority"',
    });
    const { perform, executor } = await open(project(WRITE));
    const result = perform(1);
    await expect.poll(() => fakeCalls(folder, 'sbatch')).toHaveLength(1);
    executor.stopStarting();
    expect(await result).toMatchObject({ type: 'stopped', why: 'interrupt' });
    expect(fakeCalls(folder, 'scancel')).toEqual(['--state=PENDING 42']);
  });

  it('submits again, to another node, what a node took with it', async () => {
    const folder = fakeSlurm({
      sbatch: 'case "$*" in *--exclude=n1*) echo 43 ;; *) echo 42 ;; esac',
      squeue: 'printf "42_0|NODE_FAIL|n1|NodeDown\\n43_0|PENDING||Priority\\n"',
    });
    const { perform, executor } = await open(project(WRITE));
    const result = perform(1);
    await expect.poll(() => fakeCalls(folder, 'sbatch')).toHaveLength(2);
    executor.interrupt();
    expect(await result).toEqual({ type: 'left', job: '43_0' });
  });

  it('tells whoever waits where it cannot go on itself', async () => {
    fakeSlurm(WAITING);
    const setting = project(WRITE);
    const { perform } = await open(setting);
    // Nothing can be written down there.
    writeFileSync(setting.cache.jobs, '');
    expect(await perform(1)).toMatchObject({ type: 'failed' });
  });
});
