import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { select } from '../../../../src/pipeline/matrix/select.ts';
import { projectFolder } from '../../../project-folder.ts';

let plan: Plan;

beforeEach(async () => {
  const folder = projectFolder({
    's.ts': '',
    'pipeline.yaml': `version: 1
stages:
  data: { uses: ./s.ts }
  train: { uses: ./s.ts, needs: { data: data }, matrix: { experiment: [dice, fibrillation], size: [30, 60, 120] } }
  fit: { uses: ./s.ts, needs: { runs: train }, matrix: { experiment: [dice, fibrillation] } }
  report: { uses: ./s.ts, needs: { fits: fit } }
`,
  });
  ({ plan } = await buildPlan(await loadPipeline(join(folder, 'pipeline.yaml'))));
});

function chosen(targets: string[]): string[] | undefined {
  const { ids, faults } = select(plan, targets);
  expect(faults).toEqual([]);
  return ids;
}

function faultsOf(targets: string[]): unknown[] {
  return select(plan, targets).faults.map(({ place, message, hint }) => [
    place.kind === 'argument' && `${place.argument} | ${place.text}`,
    message,
    hint,
  ]);
}

describe('select', () => {
  it('chooses everything where nothing is named', () => {
    expect(chosen([])).toBeUndefined();
  });

  it('chooses a stage with all its instances', () => {
    expect(chosen(['fit'])).toEqual(['fit[experiment=dice]', 'fit[experiment=fibrillation]']);
  });

  it('chooses one instance by its name, in whichever order its axes are written', () => {
    expect(chosen(['train[experiment=dice,size=60]'])).toEqual(['train[experiment=dice,size=60]']);
    expect(chosen(['train[size=60,experiment=dice]'])).toEqual(['train[experiment=dice,size=60]']);
  });

  it('takes what is not named for any value', () => {
    expect(chosen(['train[size=60]'])).toEqual([
      'train[experiment=dice,size=60]',
      'train[experiment=fibrillation,size=60]',
    ]);
  });

  it('understands * and ? in stages and values', () => {
    expect(chosen(['*t[experiment=d*]'])).toEqual(['fit[experiment=dice]']);
    expect(chosen(['tr*[size=?0,experiment=dice]'])).toEqual([
      'train[experiment=dice,size=30]',
      'train[experiment=dice,size=60]',
    ]);
  });

  it('takes special characters of regular expressions literally', () => {
    expect(faultsOf(['tra.n*'])).toHaveLength(1);
  });

  it('unites several targets, in the order of the plan', () => {
    expect(chosen(['report', 'data'])).toEqual(['data', 'report']);
  });
});

describe('faults of targets', () => {
  it.each<[string[], string, string, string]>([
    [['tarin'], 'tarin | tarin', 'there is no stage "tarin"', 'did you mean "train"?'],
    [
      ['train[sise=3]'],
      'train[sise=3] | sise',
      'the stage "train" has no matrix axis "sise"',
      'did you mean "size"?',
    ],
    [['train[size=3]'], 'train[size=3] | 3', 'the axis "size" has no value "3"', 'there are: 30, 60, 120'],
    [
      ['train[size=3'],
      'train[size=3 | train[size=3',
      '"train[size=3" is not a target',
      `write 'stage' or 'stage[axis=value,…]', in quotes`,
    ],
  ])('%j', (targets, place, message, hint) => {
    expect(faultsOf(targets)).toEqual([[place, message, hint]]);
  });
});
