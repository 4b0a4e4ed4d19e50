import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { Batch } from '../../../../src/execution/slurm/batch/batch.ts';
import { refusedAfter, Submitter } from '../../../../src/execution/slurm/submitter.ts';
import type { SlurmSettings } from '../../../../src/pipeline/plan/slurm-settings.ts';
import { fakeCalls, fakeSlurm } from '../../../fake-slurm.ts';
import { slurmBatch, slurmEntry, type TestEntry } from '../../../slurm-batch.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const SITE = { cluster: 'fake', version: '', maxArray: 1001, accounting: false, partitions: new Map() };

function open(settings: Partial<SlurmSettings> = {}, count = 3) {
  const cache = temporaryCache();
  const session = new Session(cache);
  onTestFinished(() => {
    session.close();
  });
  const all = { maxSubmitted: 1000, arrays: true, extra: [], ...settings };
  const entries = Array.from({ length: count }, (_, size) => slurmEntry(cache, { size }));
  const submitter = new Submitter(cache, session.owner, SITE, all);
  return {
    cache,
    entries,
    waiting: entries.map(({ entry }: TestEntry) => entry),
    submitter,
    owner: session.owner,
  };
}

describe('Submitter', () => {
  it('writes a batch down, submits it once, and tells each instance which job it is', async () => {
    const folder = fakeSlurm({ sbatch: 'echo 42' });
    const { cache, entries, waiting, submitter, owner } = open();
    const batch = await submitter.submit(submitter.next(waiting, [])!, []);
    if (!(batch instanceof Batch)) throw new Error(JSON.stringify(batch));
    expect(batch).toMatchObject({ job: '42', record: { cluster: 'fake' } });
    expect(batch.folder.job).toBe('42');
    expect(batch.folder.controller).toEqual(owner);
    expect(entries.map(({ heard }) => heard)).toEqual(
      [0, 1, 2].map((task) => [{ type: 'queued', job: `42_${task}` }]),
    );
    expect(readdirSync(cache.jobs)).toEqual([batch.record.token]);
    const [call] = fakeCalls(folder, 'sbatch');
    expect(call).toContain(`--job-name=${batch.record.token} --array=0-2 `);
    expect(readFileSync(batch.folder.script, 'utf8')).toContain(batch.folder.path);
  });

  it('hands Slurm the values of declared variables, and writes none of them down', async () => {
    process.env['SECRET_OF_TEST'] = 'plover';
    onTestFinished(() => {
      delete process.env['SECRET_OF_TEST'];
    });
    const folder = fakeSlurm({ sbatch: 'echo "$SECRET_OF_TEST" > $FAKE/secret; echo 42' });
    const { waiting, submitter } = open({}, 1);
    const { job } = waiting[0]!.attempt;
    waiting[0]!.attempt.job = {
      ...job,
      fields: { ...job.fields, env: { SECRET_OF_TEST: sha256('plover') } },
    };
    const batch = (await submitter.submit(submitter.next(waiting, [])!, [])) as Batch;
    expect(readFileSync(`${folder}/secret`, 'utf8')).toBe('plover\n');
    for (const name of batch.folder.names())
      expect(readFileSync(`${batch.folder.path}/${name}`, 'utf8')).not.toContain('plover');
  });

  it('keeps no more jobs in the queue than it may', () => {
    const { cache, waiting, submitter } = open({ maxSubmitted: 4 });
    const open3 = slurmBatch(cache, [
      [slurmEntry(cache, 'a')],
      [slurmEntry(cache, 'b')],
      [slurmEntry(cache, 'c')],
    ]);
    expect(submitter.next(waiting, [open3])!.tasks).toHaveLength(1);
    open3.tasks[0]!.endedMs = 1;
    expect(submitter.next(waiting, [open3])!.tasks).toHaveLength(2);
  });

  it('lets no more run than may, and waits where as many run', async () => {
    const folder = fakeSlurm({ sbatch: 'echo 42' });
    const { cache, waiting, submitter } = open({ maxRunning: 2 });
    const batch = (await submitter.submit(submitter.next(waiting, [])!, [])) as Batch;
    expect(fakeCalls(folder, 'sbatch')[0]).toContain('--array=0-2%2');
    const more = [slurmEntry(cache, 'more').entry];
    expect(submitter.next(more, [batch])).toBeUndefined();
    batch.tasks[0]!.endedMs = 1;
    batch.tasks[1]!.endedMs = 1;
    expect(submitter.next(more, [batch])).toBeDefined();
  });

  it('says what Slurm refuses, and leaves nothing behind', async () => {
    fakeSlurm({
      sbatch: 'echo "sbatch: error: Batch job submission failed: Invalid qos specification" >&2; exit 1',
    });
    const { cache, waiting, submitter } = open();
    expect(await submitter.submit(submitter.next(waiting, [])!, [])).toMatchObject({
      code: 'bad-argument',
      message: 'Slurm refuses the job: Invalid qos specification',
    });
    expect(existsSync(cache.jobs) ? readdirSync(cache.jobs) : []).toEqual([]);
  });

  it('tries with less where the site takes no more jobs of this user', async () => {
    fakeSlurm({
      sbatch:
        'echo "sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user\'s size and/or time limits)" >&2; exit 1',
    });
    const { waiting, submitter } = open({}, 8);
    expect(await submitter.submit(submitter.next(waiting, [])!, [])).toBeUndefined();
    expect(submitter.next(waiting, [])!.tasks).toHaveLength(4);
  });
});

describe('refusedAfter', () => {
  it('says first what the first job came to', () => {
    const refused = { code: 'bad-argument' as const, message: 'Slurm refuses the job: too much' };
    expect(refusedAfter({}, refused)).toBe(refused);
    expect(refusedAfter({ cause: { code: 'stage-failed', message: 'out of memory' } }, refused)).toEqual({
      code: 'stage-failed',
      message: 'out of memory; with more of it: Slurm refuses the job: too much',
    });
  });
});
