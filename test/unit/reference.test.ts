import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLockFile } from '../../src/cache/lock-file.ts';
import { openProject } from '../../src/cli/project.ts';
import { readReport } from '../../src/report/data/read-report.ts';

const root = join(import.meta.dirname, '../../reference');
const plan = async (cwd: string, profile: string, more: { only?: string[] } = {}) =>
  (await openProject({ cwd, color: false, profile, ...more })).plan.instances.filter(
    ({ stage }) => stage === 'train',
  );

describe('the reference results', () => {
  it('are of the runs that their pipeline.yaml plans, and their lock file names', async () => {
    const planned = await plan(root, 'kept');
    const { runs, totals } = readReport(root);
    const found = runs.filter(({ status }) => status === 'converged').map(({ id }) => id);
    expect(found.length).toBe(totals.analysed);
    const named = planned.map(({ coordinates: at }) =>
      [at['experiment'], at['size'], at['networkSeed'], at['subsetSeed']].join('/'),
    );
    expect(named.sort()).toEqual(found.sort());
    const locked = readLockFile(join(root, 'pipeline.lock'))!;
    expect(planned.filter(({ id }) => !locked.has(id))).toEqual([]);
  });

  it('have the parameters of the profile paper-flow, so that they share their results in a cache', async () => {
    const flow = await plan(join(root, '..'), 'paper-flow', {
      only: ['experiment=atrial-fibrillation-cross-entropy'],
    });
    const kept = await plan(root, 'kept', { only: ['experiment=atrial-fibrillation-cross-entropy'] });
    const known = flow.map(({ params }) => JSON.stringify(params, Object.keys(flat(params)).sort()));
    for (const { params } of kept)
      expect(known).toContain(JSON.stringify(params, Object.keys(flat(params)).sort()));
  });

  it('want 150 networks in full', async () => {
    expect(await plan(root, 'full')).toHaveLength(150);
  });
});

/** Every name at any depth, for JSON.stringify to put them in one order. */
function flat(value: unknown): Record<string, true> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.entries(value).reduce<Record<string, true>>(
    (names, [name, member]) => ({ ...names, [name]: true, ...flat(member) }),
    {},
  );
}
