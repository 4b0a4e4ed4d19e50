import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { recordedCosts } from '../../../../src/execution/cost/observations.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

it('reads from the records what instances cost, and under which parameters of theirs and of what they need', async () => {
  const folder = projectFolder(smallProject);
  await eosPipeline(folder);
  const cache = new CacheFolder(`${folder}/cache`);
  const costs = recordedCosts(cache, new ActionIndex(cache), new Set(['power', 'page']));
  const powers = costs.filter(({ work }) => work === 'run power');
  expect(powers).toHaveLength(2);
  for (const { features, coreMs, sizeBytes } of powers) {
    expect(Object.fromEntries(features)).toEqual({ power: 2, 'at value': expect.any(Number) as number });
    expect(coreMs!).toBeGreaterThan(0);
    expect(sizeBytes).toBe(2);
  }
  const [page] = costs.filter((cost) => !powers.includes(cost));
  expect([...page!.features]).toEqual([['powers.count', 2]]);
  expect(recordedCosts(cache, new ActionIndex(cache), new Set(['none']))).toEqual([]);
});

it('leaves out records that are damaged or no files', async () => {
  const folder = projectFolder(smallProject);
  await eosPipeline(folder);
  const cache = new CacheFolder(`${folder}/cache`);
  const index = new ActionIndex(cache);
  const [first, second] = [...index.entries('action')].filter(([, entry]) =>
    entry.instance.startsWith('power'),
  );
  writeFileSync(cache.record(first![0] as Digest), 'damaged');
  rmSync(cache.record(second![0] as Digest));
  mkdirSync(cache.record(second![0] as Digest));
  expect(recordedCosts(cache, index, new Set(['power']))).toEqual([]);
});
