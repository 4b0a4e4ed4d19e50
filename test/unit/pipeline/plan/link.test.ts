import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan, type PlanOptions } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

const text = `version: 1
params: { datasets: { dice: make-dice, cifar: fetch-cifar } }
stages:
  make-dice: { uses: ./s.ts }
  download: { uses: ./s.ts, onDemand: true, needs: { local: { data: [archive.tar, archive] } } }
  fetch-cifar: { uses: ./s.ts, onDemand: true, needs: { archive: download } }
  unused: { uses: ./s.ts, onDemand: true }
  train:
    uses: ./s.ts
    matrix: { experiment: [{ id: dice, dataset: dice }, { id: cifar, dataset: cifar }], size: [30, 60] }
    needs: { dataset: '\${{ params.datasets[matrix.experiment.dataset] }}' }
  fit: { uses: ./s.ts, needs: { runs: train }, matrix: { experiment: [{ id: dice }, { id: cifar }] } }
  report: { uses: ./s.ts, needs: { fits: fit, datasets: { inputsOf: train, input: dataset } } }
`;

async function planOf(options: PlanOptions = {}, files: Record<string, string> = {}): Promise<Plan> {
  const folder = projectFolder({ 's.ts': '', 'pipeline.yaml': text, ...files });
  const dataDir = 'data-dir/here' in files ? { dataDir: join(folder, 'data-dir') } : {};
  return (await buildPlan(await loadPipeline(join(folder, 'pipeline.yaml')), { ...options, ...dataDir }))
    .plan;
}

function ids(plan: Plan): string[] {
  return plan.instances.map(({ id }) => id);
}

function needed(plan: Plan, id: string, name: string): unknown {
  return plan.instances.find((instance) => instance.id === id)!.needs[name];
}

describe('link', () => {
  it('leaves out an onDemand stage that nothing needs, and keeps one that something needs', async () => {
    const plan = await planOf();
    expect(plan.stages).toEqual(expect.arrayContaining(['download', 'fetch-cifar', 'make-dice']));
    expect(plan.stages).not.toContain('unused');
  });

  it('collects what the instances of a stage need', async () => {
    expect(needed(await planOf(), 'report', 'datasets')).toEqual({
      kind: 'instances',
      ids: ['fetch-cifar', 'make-dice'],
      many: true,
    });
  });

  it('under --only, lets collecting stages collect less and leaves out what nothing needs any more', async () => {
    const plan = await planOf({ only: ['experiment=dice', 'size=30'] });
    expect(ids(plan)).toEqual([
      'make-dice',
      'train[experiment=dice,size=30]',
      'fit[experiment=dice]',
      'report',
    ]);
    expect(needed(plan, 'report', 'datasets')).toEqual({ kind: 'instances', ids: ['make-dice'], many: true });
    expect(plan.narrowed).toBe(true);
  });

  it('takes the first of the names that the data dir has', async () => {
    const plan = await planOf({}, { 'data-dir/here': '', 'data-dir/archive/batch': 'x' });
    expect(needed(plan, 'download', 'local')).toMatchObject({
      kind: 'file',
      name: 'archive in the data dir',
    });
  });

  it('gives no input where the data dir has none of the names, or where there is no data dir', async () => {
    const nothing = { kind: 'instances', ids: [], many: true };
    expect(needed(await planOf({}, { 'data-dir/here': '' }), 'download', 'local')).toEqual(nothing);
    expect(needed(await planOf(), 'download', 'local')).toEqual(nothing);
  });

  it('says that a collected stage does not exist', async () => {
    const folder = projectFolder({
      's.ts': '',
      'pipeline.yaml': text.replace('inputsOf: train', 'inputsOf: trian'),
    });
    const message = await messageOf(
      loadPipeline(join(folder, 'pipeline.yaml')).then((pipeline) => buildPlan(pipeline)),
      folder,
    );
    expect(message).toContain('there is no stage "trian"');
    expect(message).toContain('did you mean "train"?');
  });
});
