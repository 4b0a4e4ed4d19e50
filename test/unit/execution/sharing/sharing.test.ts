import { describe, expect, it, onTestFinished } from 'vitest';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import { checkOutput } from '../../../../src/cache/outputs/output-check.ts';
import { Remotes } from '../../../../src/cache/remotes/remotes.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { Sharing } from '../../../../src/execution/sharing/sharing.ts';
import { objectServer, type ObjectServer } from '../../../object-server.ts';
import { remoteAt, sampleResult } from '../../../remote-result.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const named = { id: 'train', stage: 'train' };

/** A machine that shares this server. */
function machine(server: ObjectServer, cache = temporaryCache()) {
  const session = new Session(cache);
  const events: RunEventBody[] = [];
  const remotes = new Remotes([{ remote: remoteAt(server), reads: true, writes: true }], false, (problem) => {
    events.push({ type: 'remote-problem', ...problem });
  });
  const sharing = new Sharing(cache, session.owner, remotes, (event) => events.push(event));
  onTestFinished(() => {
    sharing.close();
    session.close();
  });
  return { cache, sharing, events };
}

describe('Sharing', () => {
  it('sends a result while the run goes on, and brings its record first, its output when it is needed', async () => {
    const server = await objectServer();
    const { cache, record } = sampleResult();
    const a = machine(server, cache);
    a.sharing.send(named, record);
    expect(a.sharing.isSending(record.output.digest)).toBe(true);
    await a.sharing.finish();
    expect(a.sharing.isSending(record.output.digest)).toBe(false);

    const b = machine(server);
    const known = await b.sharing.obtain(record.key, { needsOutput: false });
    expect(known).toMatchObject({ record: { ...record, dropped: true }, remote: server.url });
    expect(checkOutput(b.cache, record.output.digest, 'hash').state).toBe('missing');
    const whole = await b.sharing.obtain(record.key, { needsOutput: true });
    expect(whole).toMatchObject({ record, manifest: { digest: record.output.digest } });
    expect(readRecord(b.cache, record.key)).toEqual({ state: 'read', content: record });
  });

  it('takes no other bytes than those that others here rest on', async () => {
    const server = await objectServer();
    const theirs = sampleResult({ a: 'theirs' });
    const a = machine(server, theirs.cache);
    a.sharing.send(named, theirs.record);
    await a.sharing.finish();
    const mine = sampleResult({ a: 'mine' });
    const b = machine(server, mine.cache);
    expect(await b.sharing.obtain(mine.record.key, { needsOutput: true })).toBeUndefined();
    b.sharing.send(named, mine.record);
    await b.sharing.finish();
    expect(b.events).toEqual([
      {
        type: 'remote-differs',
        instance: 'train',
        stage: 'train',
        key: mine.record.key,
        here: mine.record.output.digest,
        there: theirs.record.output.digest,
      },
    ]);
  });

  it('claims what is computed, and sees what others compute and have made', async () => {
    const server = await objectServer();
    const { cache, record } = sampleResult();
    const [a, b] = [machine(server, cache), machine(server)];
    // The record is here, so it would be found: another cache begins without.
    expect(await b.sharing.claim(record.key, false)).toEqual({ state: 'mine' });
    expect(await a.sharing.claim(record.key, false)).toMatchObject({
      state: 'theirs',
      owner: { pid: process.pid },
    });
    b.sharing.release(record.key);
    await expect.poll(() => a.sharing.claim(record.key, false)).toEqual({ state: 'mine' });
    a.sharing.send(named, record);
    await a.sharing.finish();
    expect(await b.sharing.claim(record.key, true)).toMatchObject({ state: 'made', obtained: { record } });
  });

  it('lets go of everything when it is closed', async () => {
    const server = await objectServer();
    server.fault = () => true;
    const { cache, record } = sampleResult();
    const { sharing, events } = machine(server, cache);
    sharing.send(named, record);
    sharing.close();
    await sharing.finish();
    expect(events).toEqual([]);
  });
});
