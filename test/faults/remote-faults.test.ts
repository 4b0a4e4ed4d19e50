import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { always, cutAfter, type Fault, objectServer, ObjectServer, silence } from '../object-server.ts';
import { expectWhole, httpSetting, REPORT, runShared } from '../shared-run.ts';

const KEY = 'a secret that all share';
const made = { unsigned: new Map<string, Buffer>(), signed: new Map<string, Buffer>() };

/** One run fills both; each test has copies. */
beforeAll(async () => {
  const servers = [await new ObjectServer().open(false), await new ObjectServer().open(false)] as const;
  const settings = [httpSetting(servers[0].url), httpSetting(servers[1].url, { signingKey: KEY })];
  const root = mkdtempSync(join(tmpdir(), 'eos-test-'));
  const { summary, report } = await runShared(settings, { root });
  expect([summary.exitCode, summary.ran, report]).toEqual([0, 3, REPORT]);
  for (const [path, content] of servers[0].objects) made.unsigned.set(path, content);
  for (const [path, content] of servers[1].objects) made.signed.set(path, content);
  for (const server of servers) await server.stop();
  removeTree(root);
});

/** A server that holds the results of a run. */
async function filled(which: keyof typeof made = 'unsigned'): Promise<ObjectServer> {
  const server = await objectServer();
  for (const [path, content] of made[which]) server.objects.set(path, Buffer.from(content));
  return server;
}

const records = (server: ObjectServer): string[] =>
  [...server.objects.keys()].filter((path) => path.startsWith('/ac'));
const contents = (server: ObjectServer): string[] =>
  [...server.objects.keys()].filter((path) => path.startsWith('/cas'));

/** Changes the record of an instance. */
function changeRecord(server: ObjectServer, instance: string, change: (entry: Entry) => unknown): void {
  for (const path of records(server)) {
    const entry = JSON.parse(server.objects.get(path)!.toString()) as Entry;
    if (entry.record.instance !== instance) continue;
    const changed = change(entry);
    server.objects.set(path, Buffer.from(typeof changed === 'string' ? changed : JSON.stringify(changed)));
  }
}

interface Entry {
  record: { key: string; instance: string; metrics: object; output: { digest: string } };
  entries: { path: string }[];
  signature?: string;
}

describe('a second machine with an empty cache', () => {
  it('runs nothing, takes only what is published, and publishes the same bytes', async () => {
    const server = await filled();
    const before = server.requests.length;
    const run = await runShared([httpSetting(server.url)]);
    expect(run.summary).toMatchObject({ ran: 0, hits: 3, fetched: 3 });
    expect(run.report).toBe(REPORT);
    const asked = server.requests.slice(before);
    expect(asked.filter((request) => request.startsWith('GET /cas')).length).toBe(1);
    await expectWhole(run);
    const later = server.requests.length;
    const again = await runShared([httpSetting(server.url)], { root: run.root });
    expect(again.summary).toMatchObject({ ran: 0, hits: 3, fetched: 0 });
    expect(server.requests.length).toBe(later);
  });

  it('takes what a changed stage needs, when it runs', async () => {
    const server = await filled();
    const run = await runShared([httpSetting(server.url)], {
      adapt: (plan) => {
        const third = plan.instances[2]!;
        if (third.work.kind === 'run') third.work.command += '; echo more >> "$EOS_OUTPUT/index.html"';
        return plan;
      },
    });
    expect(run.summary).toMatchObject({ ran: 1, hits: 2, fetched: 2 });
    expect(run.report).toBe(`${REPORT}more\n`);
  });
});

describe('a remote with a fault changes nothing but the time:', () => {
  it.each<[string, (server: ObjectServer) => void, number, string]>([
    [
      'a record that is no record',
      (server) => {
        changeRecord(server, 'second', () => 'no record');
      },
      1,
      'ac/… was not taken: it is no JSON (refused)',
    ],
    [
      'a record whose metrics are no metrics',
      (server) => {
        changeRecord(server, 'second', (entry) => ({ ...entry, record: { ...entry.record, metrics: [] } }));
      },
      1,
      'ac/… was not taken: its content.metrics is not an object (refused)',
    ],
    [
      'the record of another action in its place',
      (server) => {
        let other: unknown;
        changeRecord(server, 'first', (entry) => (other = entry));
        changeRecord(server, 'second', () => other);
      },
      1,
      'ac/… was not taken: it records the action … (refused)',
    ],
    [
      'a record with the files of another output',
      (server) => {
        let other: Entry['entries'] = [];
        changeRecord(server, 'first', (entry) => {
          other = entry.entries;
          return entry;
        });
        changeRecord(server, 'third', (entry) => ({ ...entry, entries: other }));
      },
      1,
      'ac/… was not taken: its files make the output …, not … (refused)',
    ],
    [
      'a flipped byte',
      (server) => {
        for (const path of contents(server))
          if (server.objects.get(path)!.toString() === REPORT) server.objects.get(path)![1]! ^= 1;
      },
      1,
      'cas/… was not taken: its content has the sha256 … (refused)',
    ],
    [
      'records without their contents',
      (server) => {
        for (const path of contents(server)) server.objects.delete(path);
      },
      3,
      'cas/… was not taken: it is not there (refused)',
    ],
  ])('%s', async (_, spoil, ran, problem) => {
    const server = await filled();
    spoil(server);
    const run = await runShared([httpSetting(server.url)]);
    await expectWhole(run);
    expect(run.summary.ran).toBeGreaterThan(0);
    expect(run.summary.ran).toBeLessThanOrEqual(ran);
    expect(run.problems).toContain(problem);
    // What was made again was sent anew: the next one gets everything.
    const next = await runShared([httpSetting(server.url)]);
    expect([next.summary.ran, next.problems]).toEqual([0, []]);
    await expectWhole(next);
  });

  it.each<[string, (server: ObjectServer) => Fault, string]>([
    [
      'a wrong secret',
      () => always(403, 'SignatureDoesNotMatch'),
      'the server answered 403 Forbidden, SignatureDoesNotMatch (not-read)',
    ],
    [
      'a bucket that is not there',
      () => always(404, 'NoSuchBucket'),
      'the server answered 404 Not Found, NoSuchBucket (off)',
    ],
    ['a server that fails', () => always(500), 'host answered 500 Internal Server Error (off)'],
    ['a server that gives no sign', () => silence, 'host gave no sign for 0.3 s (off)'],
    ['a redirection elsewhere', () => always(302), 'the server answered 302 Found (off)'],
    [
      'connections that are cut',
      (server) => cutAfter(server, 20),
      'host cannot be reached (UND_ERR_SOCKET) (off)',
    ],
  ])('%s', async (_, fault, problem) => {
    const server = await filled();
    server.fault = fault(server);
    // A server that answers is given the time to.
    const stallMs = server.fault === silence ? 300 : 30_000;
    const run = await runShared([httpSetting(server.url, { stallMs })], { targets: ['first'] });
    expect(run.summary).toMatchObject({ exitCode: 0, ran: 1 });
    expect(run.problems).toContain(problem);
    expect(run.problems.length).toBeLessThanOrEqual(2);
  });

  it('a remote that is full, or takes nothing: what is made stays here', async () => {
    const server = await objectServer();
    server.fault = (request, response, body) =>
      request.method === 'PUT' && always(507)(request, response, body);
    const run = await runShared([httpSetting(server.url)]);
    await expectWhole(run);
    expect(run.problems).toEqual([
      'the server answered 507 Insufficient Storage to what was sent (not-written)',
    ]);
  });

  it('nobody who listens', async () => {
    const server = await objectServer();
    await server.stop();
    const run = await runShared([httpSetting(server.url)], { targets: ['first'] });
    expect(run.summary).toMatchObject({ exitCode: 0, ran: 1 });
    expect(run.problems).toEqual(['host cannot be reached (ECONNREFUSED) (off)']);
  });
});

describe('where records are signed', () => {
  const signingKey = KEY;

  it('others are refused, whatever they say', async () => {
    const server = await filled();
    const run = await runShared([httpSetting(server.url, { signingKey })]);
    expect(run.summary.ran).toBe(3);
    expect(run.problems[0]).toBe('ac/… was not taken: it is not signed (refused)');
    await expectWhole(run);
    // They were sent anew, signed.
    const next = await runShared([httpSetting(server.url, { signingKey })]);
    expect([next.summary.ran, next.problems]).toEqual([0, []]);
    const stranger = await runShared([httpSetting(server.url, { signingKey: 'another secret key' })]);
    expect(stranger.problems[0]).toBe('ac/… was not taken: its signature is wrong (refused)');
    await expectWhole(stranger);
  });

  it('a record that was changed with everything else is refused', async () => {
    const server = await filled('signed');
    changeRecord(server, 'third', (entry) => ({
      ...entry,
      record: { ...entry.record, metrics: { loss: 0 } },
    }));
    const run = await runShared([httpSetting(server.url, { signingKey })]);
    expect([run.summary.ran, run.problems]).toEqual([
      1,
      ['ac/… was not taken: its signature is wrong (refused)'],
    ]);
    await expectWhole(run);
  });
});

describe('with --remote-only', () => {
  it('nothing is run, and a remote that fails ends the run', async () => {
    const server = await filled();
    const remoteOnly = true;
    expect((await runShared([httpSetting(server.url)], { remoteOnly })).summary).toMatchObject({
      exitCode: 0,
      ran: 0,
    });
    changeRecord(server, 'second', () => 'no record');
    const lacking = await runShared([httpSetting(server.url)], { remoteOnly });
    expect(lacking.summary).toMatchObject({ exitCode: 1, ran: 0, failed: 1, skipped: 1 });
    expect(lacking.summary.failures[0]!.error).toMatchObject({
      code: 'remote-failed',
      message: 'neither the cache nor a remote has its result',
    });
    server.fault = always(403);
    const denied = await runShared([httpSetting(server.url)], { remoteOnly });
    expect(denied.summary.failures[0]!.error).toMatchObject({ code: 'remote-failed' });
  });
});
