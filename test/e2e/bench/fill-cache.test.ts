import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeTree } from '../../../src/cache/files/remove-tree.ts';
import { eosPipeline as eosTool } from '../../../bench/pipeline/eos-pipeline.ts';
import { fillCache } from '../../../bench/pipeline/fill-cache.ts';
import { namesIn } from '../../../src/cache/files/names-in.ts';
import { eosPipeline } from '../../command-line.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe.skipIf(process.platform === 'win32')('fillCache', () => {
  it.each(['commands', 'stage files'] as const)('leaves what a cold run leaves: %s', async (kind) => {
    const folder = temporaryFolder();
    eosTool(kind).prepare(folder, { pairs: 3, chained: true });
    expect((await eosPipeline(folder, 'repro')).exitCode).toBe(0);
    const cold = leftIn(folder);
    removeTree(join(folder, 'cache'));
    rmSync(join(folder, 'pipeline.lock'));
    expect(await fillCache(folder)).toBe(7);
    const again = await eosPipeline(folder, 'repro');
    expect(again.stdout).toMatch(/^nothing to do: 7 instances up to date/);
    expect(leftIn(folder)).toEqual(cold);
  });
});

/** The lock file, and the names of records, outputs and manifests. */
function leftIn(folder: string): unknown {
  const names = ['actions', 'outputs', 'manifests'].flatMap((part) =>
    namesIn(join(folder, 'cache', part)).flatMap((start) => namesIn(join(folder, 'cache', part, start))),
  );
  return { locked: readFileSync(join(folder, 'pipeline.lock'), 'utf8'), names: names.sort() };
}
