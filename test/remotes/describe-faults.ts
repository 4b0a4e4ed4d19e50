import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sha256, type Digest } from '../../src/cache/files/digest.ts';
import { collectRemote } from '../../src/cache/remotes/collect-remote.ts';
import { openStore } from '../../src/cache/remotes/open-store.ts';
import { Remote } from '../../src/cache/remotes/remote.ts';
import { type RemoteSetting, remoteSettings } from '../../src/cache/remotes/remote-settings.ts';
import type { RemoteStore } from '../../src/cache/remotes/stores/remote-store.ts';
import { pullResults } from '../../src/execution/sharing/pull-results.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { expectWhole, runShared, sharedPlan, type SharedRun } from '../shared-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const DAY_MS = 86_400_000;
/** More than goes up in one part. */
const LARGE_BYTES = (64 << 20) + 1;
const SIGNED = { signingKey: 'a secret that all share' };

interface Content {
  path: string;
  sha256: Digest;
  sizeBytes: number;
}

interface Entry {
  record: { instance: string; metrics: object };
  entries: Content[];
}

/** What nobody may take from a remote, and what a remote may do that has a fault, on real servers. */
export function describeFaults(name: string, place: () => RemoteSetting): void {
  describe('with faults', () => {
    it('takes nothing of a poisoned cache, says what, and mends it', async () => {
      const remote = place();
      const made = await runShared([remote]);
      const store = await openStore(remote);
      const [first, second, third] = await entriesOf(store, made);
      // A changed content; the record of another action; a changed record.
      await put(store, `cas/${first!.content!.sha256}`, 'x'.repeat(first!.content!.sizeBytes));
      await put(store, `ac/${second!.key}`, first!.text);
      const changed = { ...third!.entry, record: { ...third!.entry.record, metrics: { loss: 0 } } };
      await put(store, `ac/${third!.key}`, JSON.stringify(changed));
      const run = await runShared([remote]);
      await expectWhole(run);
      expect(run.summary.ran).toBe(3);
      expect(run.problems).toEqual([
        'ac/… was not taken: it records the action … (refused)',
        'cas/… was not taken: its content has the sha256 … (refused)',
        'ac/… was not taken: it is not what was written (refused)',
      ]);
      const next = await runShared([remote]);
      expect([next.summary.ran, next.problems]).toEqual([0, []]);
      await expectWhole(next);
    });

    it('takes nothing that is not signed where it should be, and makes what lacks its contents', async () => {
      const remote = place();
      const made = await runShared([remote]);
      const signed = await runShared([{ ...remote, ...SIGNED }]);
      expect([signed.summary.ran, signed.problems[0]]).toEqual([
        3,
        'ac/… was not taken: it is not signed (refused)',
      ]);
      await expectWhole(signed);
      const store = await openStore(remote);
      const [, , third] = await entriesOf(store, made);
      await store.remove(`cas/${third!.content!.sha256}`);
      const run = await runShared([{ ...remote, ...SIGNED }]);
      expect([run.summary.ran, run.problems]).toEqual([
        1,
        ['cas/… was not taken: it is not there (refused)'],
      ]);
      await expectWhole(run);
    });

    it.skipIf(name === 'folder')('goes on where connections are cut', async () => {
      const remote = place();
      await runShared([remote]);
      const through = await throughProxy(remote, { of: 'server', bytes: 60_000, then: 'whole' });
      const root = temporaryFolder();
      const given = { cacheFolder: join(root, 'cache'), remotes: [through] };
      expect(await pullResults(sharedPlan(root), given, () => undefined)).toMatchObject({ here: 3 });
    });

    it.skipIf(name === 'nginx' || name === 'folder')(
      'sends large files in parts: two at once, on after a cut, and none stays where nobody goes on',
      async () => {
        const remote = place();
        const [store, other] = [await openStore(remote), await openStore(remote)];
        const send = large('together');
        expect(await Promise.all([send(store), send(other)])).toEqual([true, true]);
        expect(await left(store)).toEqual([]);
        const cut = { of: 'client', bytes: 40 << 20, then: 'broken' } as const;
        const weak = async (): Promise<RemoteStore> => await openStore(await throughProxy(remote, cut));
        const [gone, lost] = [large('gone on with'), large('lost')];
        await expect(gone(await weak())).rejects.toMatchObject({ fault: 'unreachable' });
        expect((await left(store))[0]).toBeGreaterThanOrEqual(16 << 20);
        expect(await gone(store)).toBe(true);
        expect(await left(store)).toEqual([]);
        await expect(lost(await weak())).rejects.toMatchObject({ fault: 'unreachable' });
        const options = { keep: new Set<Digest>(), keepDays: 30, dryRun: false };
        const report = await collectRemote(new Remote(store, undefined), options);
        expect(report).toMatchObject({ cutUploads: 0 });
        const later = { ...options, nowMs: Date.now() + 2 * DAY_MS };
        expect(await collectRemote(new Remote(store, undefined), later)).toMatchObject({ cutUploads: 1 });
        expect(await left(store)).toEqual([]);
      },
    );

    it.each(refusals(name))('runs without a remote that says no: %s', async (_, arrange, problem) => {
      for (const [variable, value] of Object.entries(arrange())) vi.stubEnv(variable, value);
      onTestFinished(() => {
        vi.unstubAllEnvs();
      });
      const run = await runShared(remoteSettings([], '.', undefined), { targets: ['first'] });
      expect(run.summary).toMatchObject({ exitCode: 0, ran: 1 });
      expect(run.problems.join('\n')).toMatch(problem);
    });
  });
}

type Refusal = [title: string, arrange: () => Record<string, string>, problem: RegExp];

/** Places of each server that refuse, as the scripts that start it have made them. */
function refusals(name: string): Refusal[] {
  const elsewhere = (path: string) => () => ({
    EOS_REMOTE: process.env['EOS_REMOTE']!.replace(/cache$/, path),
  });
  const missing: Refusal = [
    'a bucket that is not there',
    () => ({ EOS_REMOTE: 's3://missing/results' }),
    /^the server answered 404 .*, NoSuchBucket \(off\)$/,
  ];
  const secret: Refusal = [
    'a wrong secret',
    () => ({ AWS_SECRET_ACCESS_KEY: 'wrong' }),
    /^the server answered 403 Forbidden, SignatureDoesNotMatch \(not-read\)/,
  ];
  const full = 'a full bucket';
  switch (name) {
    case 'radosgw': {
      const arrange = () => ({ EOS_REMOTE: 's3://full/results', AWS_ACCESS_KEY_ID: 'small' });
      return [missing, secret, [full, arrange, /403 .* to what was sent, QuotaExceeded \(not-written\)$/]];
    }
    case 'swift': {
      const arrange = () => ({ EOS_REMOTE: 's3://full/results' });
      return [missing, secret, [full, arrange, /, EntityTooLarge \(not-written\)$/]];
    }
    case 'nginx':
      return [
        ['a place that takes nothing', elsewhere('nowhere'), /^the server answered 405 .*\(off\)$/],
        ['no password', elsewhere('closed'), /^the server answered 401 Unauthorized \(not-read\)/],
        ['what it sends is too large', elsewhere('full'), /^the server answered 413 .*\(not-written\)$/],
      ];
    default:
      return [
        [
          'a folder that is not there',
          () => ({ EOS_REMOTE: join(temporaryFolder(), 'mount') }),
          /^the folder .* is not there \(off\)$/,
        ],
        ['a full disk', () => ({ EOS_REMOTE: smallDisk() }), /failed \(ENOSPC\) \(not-written\)$/],
      ];
  }
}

/** A disk of its own of a few kilobytes. */
function smallDisk(): string {
  const folder = temporaryFolder();
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  if (status !== 0) throw new Error(`no disk could be mounted: ${stderr.toString()}`);
  onTestFinished(() => {
    spawnSync('umount', [folder]);
  });
  return folder;
}

async function entriesOf(
  store: RemoteStore,
  { events }: SharedRun,
): Promise<{ key: Digest; text: string; entry: Entry; content: Content | undefined }[]> {
  const finished = events.filter((event) => event.type === 'instance-finished');
  return await Promise.all(
    finished.map(async ({ key }) => {
      const text = (await store.get(`ac/${key}`, 1 << 20))!.toString();
      const entry = JSON.parse(text) as Entry;
      return { key, text, entry, content: entry.entries.at(-1) };
    }),
  );
}

async function put(store: RemoteStore, path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  await store.put(path as `ac/${Digest}`, { bytes, sha256: sha256(bytes) }, false);
}

async function throughProxy(
  { address, endpoint, ...setting }: RemoteSetting,
  cut: Parameters<typeof cuttingProxy>[1],
): Promise<RemoteSetting> {
  if (address.kind !== 'http') return { ...setting, address, endpoint: await cuttingProxy(endpoint!, cut) };
  return { ...setting, address: { kind: 'http', url: new URL(await cuttingProxy(address.url.href, cut)) } };
}

/** A large file, and how it is sent. */
function large(text: string): (store: RemoteStore) => Promise<boolean> {
  const file = join(temporaryFolder(), 'large');
  writeFileSync(file, text);
  truncateSync(file, LARGE_BYTES);
  const digest = sha256(`the name of ${text}`);
  return (store) => store.put(`cas/${digest}`, { file, sizeBytes: LARGE_BYTES, sha256: digest }, false);
}

/** The sizes of what cut uploads have left. */
async function left(store: RemoteStore): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { sizeBytes } of store.abandoned!(Date.now() + DAY_MS)) sizes.push(sizeBytes);
  return sizes;
}
