import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../src/pipeline/faults/fault.ts';
import { narrowing } from '../../../../src/pipeline/matrix/narrow.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';

function instance(coordinates: Record<string, string>): Instance {
  return { coordinates } as Instance;
}

const instances = [
  instance({ experiment: 'dice', size: '30' }),
  instance({ experiment: 'dice', size: '60' }),
  instance({ experiment: 'sst', size: '60' }),
  instance({ experiment: 'sst' }),
  instance({}),
];

function verdicts(...only: string[]): string[] {
  const faults: Fault[] = [];
  const found = instances.map(narrowing(only, instances, faults));
  expect(faults).toEqual([]);
  return found;
}

describe('narrowing', () => {
  it('takes values of one axis as alternatives', () => {
    expect(verdicts('experiment=dice', 'experiment=sst')).toEqual(['in', 'in', 'in', 'in', 'open']);
  });

  it('asks every axis', () => {
    expect(verdicts('experiment=dice', 'size=60')).toEqual(['out', 'in', 'out', 'out', 'open']);
  });

  it('leaves instances open that lack an axis and fit otherwise', () => {
    expect(verdicts('size=60')).toEqual(['out', 'in', 'in', 'open', 'open']);
  });

  it.each([
    [
      'experiment',
      '--only experiment | experiment',
      '--only needs an axis and a value',
      'write --only AXIS=VALUE',
    ],
    [
      'exp=dice',
      '--only exp=dice | exp',
      'the pipeline has no matrix axis "exp"',
      'there are: experiment, size',
    ],
    [
      'experiment=dise',
      '--only experiment=dise | dise',
      'the axis "experiment" has no value "dise"',
      'did you mean "dice"?',
    ],
  ])('says what is wrong with --only %s', (only, place, message, hint) => {
    const faults: Fault[] = [];
    narrowing([only], instances, faults);
    expect(
      faults.map((fault) => [
        fault.place.kind === 'argument' && `${fault.place.argument} | ${fault.place.text}`,
        fault.message,
        fault.hint,
      ]),
    ).toEqual([[place, message, hint]]);
  });
});
