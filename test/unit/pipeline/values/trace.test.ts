import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../src/pipeline/plan/build-plan.ts';
import type { FaultPlace } from '../../../../src/pipeline/faults/fault.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import { traceParameter } from '../../../../src/pipeline/values/trace.ts';
import { projectFolder } from '../../../project-folder.ts';

const text = `version: 1
params:
  network: { width: 1, depth: 2 }
  experiments: [{ id: a, rate: 1 }, { id: b, rate: 2, sizes: [5, 6] }]
  sizes: [5, 6]
profiles: { quick: { network: { width: 3 } } }
stages:
  train:
    uses: ./s.ts
    matrix: { experiment: '\${{ params.experiments }}', size: '\${{ params.sizes }}', kind: [x, y] }
    with:
      network: '\${{ params.network }}'
      rate: '\${{ matrix.experiment.rate }}'
      size: '\${{ matrix.size }}'
      kind: '\${{ matrix.kind }}'
      label: 'size \${{ matrix.size }}'
      list: [1, { a: '\${{ params.network.depth }}' }]
`;

async function trace(path: (string | number)[], set: string[] = []): Promise<FaultPlace> {
  const pipeline = await loadPipeline(
    join(projectFolder({ 'pipeline.yaml': text, 's.ts': '' }), 'pipeline.yaml'),
  );
  const { plan, settings } = await buildPlan(pipeline, { profile: 'quick', set });
  const instance = plan.instances.find(({ id }) => id === 'train[experiment=b,size=6,kind=y]')!;
  return traceParameter(instance, path, pipeline.config.stages['train']!, settings);
}

const at = (...path: (string | number)[]): FaultPlace => ({ kind: 'config', path, part: 'value' });

describe('traceParameter', () => {
  it('follows a reference to params, and into the profile that changed the value', async () => {
    expect(await trace(['network', 'depth'])).toEqual(at('params', 'network', 'depth'));
    expect(await trace(['network', 'width'])).toEqual(at('profiles', 'quick', 'network', 'width'));
  });

  it('follows a reference to the --set that gave the value', async () => {
    expect(await trace(['network', 'width'], ['params.network.width=9'])).toEqual({
      kind: 'argument',
      argument: '--set params.network.width=9',
      text: '9',
    });
  });

  it('follows a matrix reference to the value of this instance on the axis', async () => {
    expect(await trace(['rate'])).toEqual(at('params', 'experiments', 1, 'rate'));
    expect(await trace(['size'])).toEqual(at('params', 'sizes', 1));
    expect(await trace(['kind'])).toEqual(at('stages', 'train', 'matrix', 'kind', 1));
  });

  it('follows references inside maps and lists', async () => {
    expect(await trace(['list', 1, 'a'])).toEqual(at('params', 'network', 'depth'));
  });

  it('stays at the place in "with" where there is nothing to follow', async () => {
    expect(await trace(['label'])).toEqual(at('stages', 'train', 'with', 'label'));
    expect(await trace(['list', 0])).toEqual(at('stages', 'train', 'with', 'list', 0));
    expect(await trace(['missing'])).toEqual(at('stages', 'train', 'with', 'missing'));
  });
});
