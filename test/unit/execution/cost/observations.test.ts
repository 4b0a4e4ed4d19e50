import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { recordedCosts } from '../../../../src/execution/cost/observations.ts';
import { eosPipeline } from '../../../command-line.ts';
import { anything } from '../../../long-stage.ts';
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

it('takes work that was dealt out to threads for what it would be on one', async () => {
  const stage = `export default {
    name: 's', description: '', parallel: true, params: ${anything}, inputs: {}, outputs: ['n'],
    run({ output, parallel }) { writeFileSync(output + '/n', '1'); return { parallel }; },
  };`;
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    's.js': `import { writeFileSync } from 'node:fs';\n${stage}`,
    'pipeline.yaml':
      'version: 1\nparams: { threads: 1 }\nstages: { s: { uses: ./s.js, resources: { threads: "${{ params.threads }}", parallel: true } } }\n',
  });
  await eosPipeline(folder, '-j', '3', '--set', 'params.threads=8');
  const cache = new CacheFolder(`${folder}/cache`);
  const index = new ActionIndex(cache);
  const [entry] = [...index.entries('action')];
  const read = readRecord(cache, entry![0] as Digest);
  const { provenance, metrics } = (read as typeof read & { state: 'read' }).content;
  expect(metrics).toEqual({ parallel: 3 });
  expect(provenance.threads).toBe(3);
  const [cost] = recordedCosts(cache, index, new Set(['s']));
  expect(cost!.durationMs).toBe(3 * provenance.durationMs);
  expect(cost!.peakMemoryBytes).toBe(provenance.peakMemoryBytes! / 3);
  // The number of threads is no part of the key.
  expect((await eosPipeline(folder)).stdout).toContain('nothing to do');
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
