import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { openStore } from '../../src/cache/remotes/open-store.ts';
import { type RemoteSetting, remoteSettings } from '../../src/cache/remotes/remote-settings.ts';
import { pullResults } from '../../src/execution/sharing/pull-results.ts';
import { pushResults } from '../../src/execution/sharing/push-results.ts';
import { runShared, sharedPlan } from '../shared-run.ts';
import { describeStore } from '../store-suite.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { describeFaults } from './describe-faults.ts';
import { type Running, start } from './servers.ts';

/** More than goes up in one part. */
const LARGE_BYTES = 65 << 20;

describe.each(['radosgw', 'swift', 'nginx', 'folder'] as const)('%s', (name) => {
  let running: Running | undefined;
  let settings: RemoteSetting[] = [];

  beforeAll(async () => {
    running = name === 'folder' ? folderRemote() : await start(name);
    if (!running) return;
    Object.assign(process.env, running.environment);
    settings = remoteSettings([], '.', undefined);
  });
  beforeEach(({ skip }) => {
    if (!running) skip();
  });
  afterAll(() => {
    running?.stop();
  });

  /** Each test has a place of its own there. */
  let places = 0;
  const place = (): RemoteSetting => {
    const [setting] = settings;
    const { address } = setting!;
    const own = `place-${places++}`;
    if (address.kind === 's3') return { ...setting!, address: { ...address, prefix: `${own}/` } };
    if (address.kind === 'http')
      return { ...setting!, address: { kind: 'http', url: new URL(`cache/${own}`, address.url) } };
    mkdirSync(join(address.path, own));
    return { ...setting!, address: { kind: 'folder', path: join(address.path, own) } };
  };

  describeStore('as a store', async () => await openStore(place()), { largeBytes: LARGE_BYTES });

  describeFaults(name, place);

  it('gives a second machine everything: it runs nothing, and publishes the same file', async () => {
    const remotes = [place()];
    const first = await runShared(remotes);
    const second = await runShared(remotes);
    expect([first.summary.ran, second.summary.ran, second.summary.fetched]).toEqual([3, 0, 3]);
    expect(second.report).toBe(first.report);
    expect([first.problems, second.problems]).toEqual([[], []]);
  });

  it('lets two machines compute together, nothing twice, with the same bytes', async () => {
    const remotes = [place()];
    const both = await Promise.all([runShared(remotes, { jobs: 1 }), runShared(remotes, { jobs: 1 })]);
    expect(both.map(({ summary }) => summary.exitCode)).toEqual([0, 0]);
    expect(both[0].report).toBe(both[1].report);
    expect(both[0].summary.ran + both[1].summary.ran).toBe(3);
  });

  it('takes what is pushed, once, and gives it back', async () => {
    const remotes = [place()];
    const { root } = await runShared([]);
    const push = (): ReturnType<typeof pushResults> =>
      pushResults(sharedPlan(root), { cacheFolder: join(root, 'cache'), remotes }, () => undefined);
    expect(await push()).toMatchObject({ sent: 3, there: 0 });
    expect(await push()).toMatchObject({ sent: 3, there: 3 });
    const other = temporaryFolder();
    const cacheFolder = join(other, 'cache');
    expect(await pullResults(sharedPlan(other), { cacheFolder, remotes }, () => undefined)).toMatchObject({
      here: 3,
      fetched: 3,
      missing: 0,
    });
    expect(readdirSync(join(cacheFolder, 'outputs')).length).toBeGreaterThan(0);
    expect((await runShared([], { root: other })).summary.ran).toBe(0);
  });
});

function folderRemote(): Running {
  const folder = mkdtempSync(join(tmpdir(), 'eos-remote-'));
  const stop = (): void => {
    removeTree(folder);
  };
  return { environment: { EOS_REMOTE: folder }, stop };
}
