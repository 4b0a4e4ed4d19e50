import {
  chmodSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeTree } from '../../src/cache/files/remove-tree.ts';
import { CacheFolder } from '../../src/cache/files/cache-folder.ts';
import { sealedText } from '../../src/cache/files/sealed-json.ts';
import { verifyCache } from '../../src/cache/verify.ts';
import type { RunEvent } from '../../src/execution/event.ts';
import type { Ended } from '../event-process.ts';
import { Project } from './project.ts';

const LINKS = `
import { mkdirSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
export default {
  name: 'links', description: '', params: { safeParse: (data) => ({ success: true, data }) }, inputs: {}, outputs: ['link'],
  run({ output }) {
    writeFileSync(output + '/target.txt', 'target');
    writeFileSync(output + '/tool.sh', '#!/bin/sh');
    chmodSync(output + '/tool.sh', 0o755);
    mkdirSync(output + '/empty');
    symlinkSync('target.txt', output + '/link');
  },
};
`;

type Repaired = Extract<RunEvent, { type: 'cache-repaired' }>;

let project: Project;
let undisturbed: string;

beforeEach(async () => {
  project = new Project({ small: 2, steps: 2 });
  project.jobs = 1;
  project.write('stages/links.ts', LINKS);
  project.adapt = (instances) => [project.instance('links', {}), ...instances];
  expect((await project.run()).code).toBe(0);
  undisturbed = project.results();
});

afterEach(() => {
  removeTree(project.root);
});

function repaired({ events }: Ended): Repaired[] {
  return events.filter((event): event is Repaired => event.type === 'cache-repaired');
}

function started({ events }: Ended): string[] {
  return events.flatMap((event) => (event.type === 'instance-started' ? [event.instance] : []));
}

/** Runs again, and expects that exactly this is found, that exactly one instance runs, and that the results are the old ones. */
/** @param distrusted - what was made from it when it may have been damaged already */
async function expectRepair(
  instance: string,
  expected: Partial<Repaired>,
  distrusted: string[] = [],
): Promise<void> {
  const ended = await project.run();
  expect(ended.code).toBe(0);
  const records = distrusted.map((id) => ({ what: 'action-record', instance: id, action: 'recomputed' }));
  expect(repaired(ended)).toMatchObject([...records, expected]);
  expect(started(ended)).toEqual([instance, ...distrusted]);
  expect(project.results()).toBe(undisturbed);
  expect((await project.run()).summary).toMatchObject({ ran: 0, failed: 0 });
}

/** Writes to a read-only file of the cache, and sets its modification time back. */
function spoil(path: string, change: (bytes: Buffer) => Buffer): void {
  const { atime, mtime, mode } = statSync(path);
  const bytes = change(readFileSync(path));
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  chmodSync(path, mode & 0o777);
  utimesSync(path, atime, mtime);
}

/** Changes what only root may, and others once they have given it the mode for it. */
function forced(path: string, act: () => void): void {
  const { mode } = statSync(path);
  chmodSync(path, mode | 0o200);
  act();
  chmodSync(path, mode);
}

function flip(bytes: Buffer): Buffer {
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  return bytes;
}

describe('damaged outputs', () => {
  test('a flipped byte is found on the next run, although size and modification time are as before', async () => {
    const path = join(project.output('small[number=1]'), 'nested/deep/more.bin');
    spoil(path, flip);
    const problem = {
      what: 'output',
      path,
      problem: 'its content changed',
      action: 'recomputed',
      instance: 'small[number=1]',
    } as const;
    await expectRepair('small[number=1]', problem, ['gather']);
  });

  test('a truncated file is found', async () => {
    const path = join(project.output('long'), 'result.txt');
    const { size } = statSync(path);
    forced(path, () => {
      truncateSync(path, 3);
    });
    await expectRepair('long', { what: 'output', path, problem: `it has 3 bytes, expected ${size}` });
  });

  test('a missing file is found', async () => {
    const path = join(project.output('long'), 'result.txt');
    forced(dirname(path), () => {
      unlinkSync(path);
    });
    await expectRepair('long', { what: 'output', path, problem: 'it is missing' });
  });

  test('a file that does not belong there is found', async () => {
    const path = join(project.output('small[number=0]'), 'nested/extra');
    forced(dirname(path), () => {
      writeFileSync(path, '');
    });
    await expectRepair('small[number=0]', { what: 'output', path, problem: 'it does not belong there' });
  });

  test('an executable that lost its bit is found', async () => {
    const path = join(project.output('links'), 'tool.sh');
    chmodSync(path, 0o444);
    await expectRepair('links', {
      what: 'output',
      path,
      problem: 'it is not executable, expected executable',
    });
  });

  test('a replaced symbolic link is found', async () => {
    const path = join(project.output('links'), 'link');
    forced(dirname(path), () => {
      unlinkSync(path);
      symlinkSync('elsewhere', path);
    });
    await expectRepair('links', {
      what: 'output',
      path,
      problem: 'the link points to elsewhere, expected target.txt',
    });
    expect(readlinkSync(path)).toBe('target.txt');
  });

  test('a symbolic link that became a file is found', async () => {
    const path = join(project.output('links'), 'link');
    forced(dirname(path), () => {
      unlinkSync(path);
      writeFileSync(path, 'target');
    });
    await expectRepair('links', { what: 'output', path, problem: 'it is a file, expected a link' });
  });

  test('a missing output is found', async () => {
    const path = project.output('long');
    removeTree(path);
    await expectRepair('long', { what: 'output', path, problem: 'it is missing' });
  });

  test('write permission that came back is taken away again without computing anything', async () => {
    const path = join(project.output('long'), 'result.txt');
    chmodSync(path, 0o666);
    const ended = await project.run();
    expect(repaired(ended)).toMatchObject([
      {
        what: 'output',
        path,
        problem: 'its mode was 0666, expected 0444',
        action: 'restored',
        instance: 'long',
      },
    ]);
    expect(started(ended)).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o444);
  });

  test('a file that was only touched is read again and kept', async () => {
    const path = join(project.output('long'), 'result.txt');
    utimesSync(path, 1, 1);
    const ended = await project.run();
    expect(repaired(ended)).toEqual([]);
    expect(ended.summary).toMatchObject({ ran: 0 });
  });

  test('what was moved to the quarantine can still be looked at', async () => {
    const path = join(project.output('long'), 'result.txt');
    forced(path, () => {
      truncateSync(path, 3);
    });
    const ended = await project.run();
    const place = repaired(ended)[0]!.quarantine!;
    expect(readFileSync(join(place, 'result.txt'))).toHaveLength(3);
  });
});

describe('damaged action records', () => {
  const cases: [string, (path: string) => void, string | RegExp][] = [
    [
      'an empty record',
      (path) => {
        truncateSync(path, 0);
      },
      'it is empty',
    ],
    [
      'a truncated record',
      (path) => {
        truncateSync(path, 100);
      },
      'it is truncated (100 characters are left)',
    ],
    [
      'garbage',
      (path) => {
        writeFileSync(path, 'not a record');
      },
      'it is not a record of this program',
    ],
    [
      'a flipped byte',
      (path) => {
        spoil(path, flip);
      },
      /it (does not match|is not)|its content does not match its checksum/,
    ],
  ];
  for (const [title, damage, problem] of cases) {
    test(`${title} is named, moved to the quarantine and made again`, async () => {
      const path = project.record('long');
      damage(path);
      const expected = typeof problem === 'string' ? problem : (expect.stringMatching(problem) as string);
      await expectRepair('long', { what: 'action-record', path, problem: expected, action: 'recomputed' });
    });
  }

  test('a record in the place of another one is no hit', async () => {
    const path = project.record('long');
    const other = project.record('small[number=0]');
    writeFileSync(path, readFileSync(other));
    const problem = expect.stringMatching(/^it records the action [0-9a-f]{64}$/) as string;
    await expectRepair('long', { what: 'action-record', path, problem });
  });

  test('a removed record is made again', async () => {
    rmSync(project.record('long'));
    const ended = await project.run();
    expect(started(ended)).toEqual(['long']);
    expect(project.results()).toBe(undisturbed);
  });
});

describe('damaged memory of the cache', () => {
  test('a lost index is made again from the records', async () => {
    rmSync(new CacheFolder(project.cache).index!);
    expect((await project.run()).summary).toMatchObject({ ran: 0, hits: 5 });
    expect((await project.run()).summary).toMatchObject({ ran: 0, hits: 5 });
  });

  test('an index full of flipped bytes misleads nobody', async () => {
    const path = new CacheFolder(project.cache).index!;
    const bytes = readFileSync(path);
    for (let position = 40; position < bytes.length; position += 97) bytes[position]! ^= 4;
    writeFileSync(path, bytes);
    const ended = await project.run();
    expect(repaired(ended)[0]).toMatchObject({ what: 'index', path, action: 'rebuilt' });
    expect(ended.summary).toMatchObject({ ran: 0, hits: 5 });
    expect(project.results()).toBe(undisturbed);
    expect(repaired(await project.run())).toEqual([]);
  });

  test('lost and damaged manifests are made again from the outputs', async () => {
    rmSync(new CacheFolder(project.cache).index!);
    const digests = ['long', 'links'].map((id) => project.output(id).slice(-64));
    const [first, second] = digests.map((digest) =>
      join(project.cache, 'manifests', digest.slice(0, 2), `${digest}.json`),
    );
    rmSync(first!);
    truncateSync(second!, 50);
    const ended = await project.run();
    expect(ended.summary).toMatchObject({ ran: 0, hits: 5 });
    expect(repaired(ended)).toMatchObject([{ what: 'manifest', path: second, action: 'restored' }]);
  });

  test('a lost record of the code is made again', async () => {
    rmSync(join(project.cache, 'code'), { recursive: true });
    expect((await project.run()).summary).toMatchObject({ ran: 0, hits: 5 });
  });
});

describe('damage that the stat signature cannot show', () => {
  test('a consumer that has to run reads its inputs in full, and a damaged one is made again first', async () => {
    // An index and a manifest that were written after the damage, as if the signature were the right one.
    const path = join(project.output('long'), 'result.txt');
    spoil(path, flip);
    forgeSignature(path);
    expect((await project.run()).summary).toMatchObject({ ran: 0 });
    project.adapt = (instances) => [
      project.instance('links', {}),
      ...instances.map((instance) =>
        instance.stage === 'gather' ? { ...instance, params: { again: true } } : instance,
      ),
    ];
    const ended = await project.run();
    expect(ended.code).toBe(0);
    expect(repaired(ended)).toMatchObject([
      { what: 'output', path, problem: 'its content changed', action: 'recomputed' },
    ]);
    expect(started(ended)).toEqual(['long', 'gather']);
  });

  test('verify reads everything, names every damaged file and moves its output to the quarantine', async () => {
    const path = join(project.output('long'), 'result.txt');
    spoil(path, flip);
    forgeSignature(path);
    const other = project.record('small[number=0]');
    truncateSync(other, 10);
    const seen: number[] = [];
    const report = await verifyCache(new CacheFolder(project.cache), ({ files }) => seen.push(files));
    expect(report.problems).toMatchObject([
      {
        what: 'action-record',
        path: other,
        problem: 'it is truncated (10 characters are left)',
        restored: false,
      },
      { what: 'output', path, problem: 'its content changed', instance: 'long', restored: false },
    ]);
    expect(seen.length).toBeGreaterThan(0);
    const ended = await project.run();
    expect(started(ended).sort()).toEqual(['long', 'small[number=0]']);
    expect(project.results()).toBe(undisturbed);
    expect((await verifyCache(new CacheFolder(project.cache))).problems).toEqual([]);
  });
});

/** Makes the manifest believe in the present stat signature of a file. */
function forgeSignature(path: string): void {
  const digest = /[0-9a-f]{64}/.exec(path)![0];
  const manifest = join(project.cache, 'manifests', digest.slice(0, 2), `${digest}.json`);
  const { content } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    content: { entries: { path: string; signature: number[] }[] };
  };
  const stats = statSync(path);
  const entry = content.entries.find((candidate) => path.endsWith(`/${candidate.path}`))!;
  entry.signature = [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino, stats.mode];
  rmSync(new CacheFolder(project.cache).index!);
  writeFileSync(manifest, sealedText(content));
}
