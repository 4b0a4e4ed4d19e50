import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan, type PlanOptions } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

async function planIn(folder: string, options: PlanOptions = {}): Promise<Plan> {
  return (await buildPlan(await loadPipeline(join(folder, 'pipeline.yaml')), options)).plan;
}

function projectOf(text: string): string {
  return projectFolder({ 'pipeline.yaml': text, 'stages/s.ts': '' });
}

function faultsOf(text: string, options: PlanOptions = {}): Promise<string> {
  const folder = projectOf(text);
  return messageOf(planIn(folder, options), folder);
}

const swap = `version: 1
title: Example
params:
  network: { width: 512, depth: 6 }
  datasets: { dice: generate-dice, cifar: import-cifar }
  experiments:
    - { id: a, dataset: dice, sizes: [10, 20] }
    - { id: b, dataset: cifar, sizes: [10] }
profiles: { quick: { network: { width: 32 } } }
stages:
  report: { uses: ./stages/s.ts, needs: { fits: fit, all: [train, fit] }, publish: reports }
  fit: { uses: ./stages/s.ts, matrix: { experiment: '\${{ params.experiments }}' }, needs: { runs: train } }
  train:
    uses: ./stages/s.ts
    matrix: { experiment: '\${{ params.experiments }}', size: '\${{ matrix.experiment.sizes }}' }
    needs: { dataset: '\${{ params.datasets[matrix.experiment.dataset] }}' }
    with: { size: '\${{ matrix.size }}', network: '\${{ params.network }}', label: 'n=\${{ matrix.size }}' }
    resources: { threads: 2, memory: 1 GB }
    timeout: 2h
    retries: 1
    env: [HOME]
    temporary: true
  generate-dice: { uses: ./stages/s.ts }
  import-cifar: { run: 'cp \${{ params.network.depth }} $EOS_OUTPUT', outputs: [x], needs: { archive: { file: data/cifar.bin } } }
`;

describe('buildPlan', () => {
  it('puts every instance after everything it needs', async () => {
    const { stages, instances } = await planIn(projectOf(swap));
    expect(stages).toEqual(['generate-dice', 'import-cifar', 'train', 'fit', 'report']);
    expect(instances.map(({ id }) => id)).toEqual([
      'generate-dice',
      'import-cifar',
      'train[experiment=a,size=10]',
      'train[experiment=a,size=20]',
      'train[experiment=b,size=10]',
      'fit[experiment=a]',
      'fit[experiment=b]',
      'report',
    ]);
  });

  it('resolves needs: a reference to a stage, one agreeing instance, or a collection', async () => {
    const { instances } = await planIn(projectOf(swap));
    const needs = Object.fromEntries(instances.map(({ id, needs }) => [id, needs]));
    expect(needs['train[experiment=b,size=10]']).toEqual({
      dataset: { kind: 'instances', ids: ['import-cifar'], many: undefined },
    });
    expect(needs['fit[experiment=a]']).toEqual({
      runs: {
        kind: 'instances',
        ids: ['train[experiment=a,size=10]', 'train[experiment=a,size=20]'],
        many: undefined,
      },
    });
    expect(needs['report']!['all']).toEqual({
      kind: 'instances',
      ids: [
        'fit[experiment=a]',
        'fit[experiment=b]',
        'train[experiment=a,size=10]',
        'train[experiment=a,size=20]',
        'train[experiment=b,size=10]',
      ],
      many: true,
    });
  });

  it('resolves everything about an instance', async () => {
    const folder = projectOf(swap);
    const { instances } = await planIn(folder);
    expect(instances[2]).toEqual({
      id: 'train[experiment=a,size=10]',
      stage: 'train',
      coordinates: { experiment: 'a', size: '10' },
      work: { kind: 'uses', file: join(folder, 'stages/s.ts') },
      params: { size: 10, network: { width: 512, depth: 6 }, label: 'n=10' },
      needs: { dataset: { kind: 'instances', ids: ['generate-dice'], many: undefined } },
      env: ['HOME'],
      threads: 2,
      memoryBytes: 1e9,
      timeoutMs: 7_200_000,
      retries: 1,
      temporary: true,
      location: { file: join(folder, 'pipeline.yaml'), line: 13, column: 3 },
    });
    expect(instances[1]!.work).toEqual({ kind: 'run', command: 'cp 6 $EOS_OUTPUT', outputs: ['x'] });
    expect(instances[1]!.needs).toEqual({
      archive: { kind: 'file', path: join(folder, 'data/cifar.bin'), name: 'data/cifar.bin' },
    });
    expect(instances.at(-1)!.publish).toBe(join(folder, 'reports'));
  });

  it('applies the profile and --set', async () => {
    const network = async (options: PlanOptions): Promise<unknown> =>
      ((await planIn(projectOf(swap), options)).instances[2]!.params as Record<string, unknown>)['network'];
    expect(await network({ profile: 'quick' })).toEqual({ width: 32, depth: 6 });
    expect(await network({ profile: 'quick', set: ['params.network.width=7'] })).toEqual({
      width: 7,
      depth: 6,
    });
  });

  it('publishes into the project, and finds stage files and data beside pipeline.yaml, where the two differ', async () => {
    const folder = projectOf(swap);
    const { root, instances } = await planIn(folder, { root: '/elsewhere' });
    expect(root).toBe('/elsewhere');
    expect(instances.at(-1)!.publish).toBe('/elsewhere/reports');
    expect(instances[1]!.needs['archive']).toMatchObject({ path: join(folder, 'data/cifar.bin') });
  });

  it('shares what instances have in common instead of copying it', async () => {
    const { instances } = await planIn(projectOf(swap));
    const network = (index: number): unknown =>
      (instances[index]!.params as Record<string, unknown>)['network'];
    expect(network(2)).toBe(network(3));
  });
});

describe('names that JavaScript gives a meaning', () => {
  const text = `version: 1
params: { constructor: { valueOf: [1, 2] }, toString: 3 }
profiles: { constructor: { toString: 4 } }
stages:
  constructor: { run: 'echo \${{ matrix.toString }}', outputs: [x], matrix: { toString: '\${{ params.constructor.valueOf }}' }, with: { hasOwnProperty: '\${{ params.toString }}' } }
  valueOf: { run: ls, outputs: [x], matrix: { isPrototypeOf: [1] }, needs: { constructor: constructor } }
  toString: { run: ls, outputs: [x], needs: { x: { inputsOf: valueOf, input: constructor } } }
`;

  it('are names like any other', async () => {
    const { instances } = await planIn(projectOf(text), { profile: 'constructor' });
    expect(instances.map(({ id }) => id)).toEqual([
      'constructor[toString=1]',
      'constructor[toString=2]',
      'valueOf[isPrototypeOf=1]',
      'toString',
    ]);
    expect(instances[0]!.params).toEqual({ hasOwnProperty: 4 });
    const both = ['constructor[toString=1]', 'constructor[toString=2]'];
    expect(instances[2]!.needs['constructor']).toMatchObject({ ids: both });
    expect(instances[3]!.needs['x']).toMatchObject({ ids: both });
    const { instances: set } = await planIn(projectOf(text), {
      set: ['params.constructor.valueOf.0=7'],
      only: ['toString=7'],
    });
    expect(set.map(({ id }) => id)).toContain('constructor[toString=7]');
  });

  it.each([
    [{ profile: 'constructor' }, 'there is no profile "constructor"'],
    [{ profile: '__proto__' }, 'there is no profile "__proto__"'],
    [{ set: ['params.constructor=1'] }, 'params has no key "constructor"'],
    [{ set: ['params.a.__proto__=1'] }, 'params.a has no key "__proto__"'],
    [{ only: ['constructor=1'] }, 'the pipeline has no matrix axis "constructor"'],
  ])('are not there where nobody wrote them: %j', async (options, message) => {
    const plain =
      'version: 1\nparams: { a: { b: 1 } }\nstages: { s: { run: ls, outputs: [x], matrix: { n: [1] } } }\n';
    expect(await faultsOf(plain, options)).toContain(message);
  });

  it('are no inputs of other stages', async () => {
    const plain = `version: 1
stages:
  a: { run: ls, outputs: [x] }
  b: { run: ls, outputs: [x], needs: { x: { inputsOf: a, input: constructor } } }
`;
    expect(await faultsOf(plain)).toContain('no instance of a agrees with b');
  });
});

describe('faults of the plan', () => {
  it('are reported all at once, each with its place and the next step', async () => {
    const text = `version: 1
params: { sizes: [1, 2], none: [], text: abc }
stages:
  d: { uses: ./stages/s.ts, needs: { y: e, f: tarin } }
  train: { uses: ./stages/t.ts }
  m: { uses: ./stages/s.ts, matrix: { s: '\${{ params.none }}' } }
  r: { uses: ./stages/s.ts, with: { a: '\${{ params.size }}' }, resources: { threads: '\${{ params.text }}' } }
  e1: { uses: ./stages/s.ts, timeout: '\${{ params.text }}', retries: '\${{ params.sizes[0] }}' }
`;
    expect(await faultsOf(text)).toMatchInlineSnapshot(`
      "pipeline.yaml:4:41: there is no stage "e"
        4 |   d: { uses: ./stages/s.ts, needs: { y: e, f: tarin } }
          |                                         ^
        there are: d, train, m, r, e1

      pipeline.yaml:4:47: there is no stage "tarin"
        4 |   d: { uses: ./stages/s.ts, needs: { y: e, f: tarin } }
          |                                               ^^^^^
        did you mean "train"?

      pipeline.yaml:5:18: the stage file "./stages/t.ts" does not exist
        5 |   train: { uses: ./stages/t.ts }
          |                  ^^^^^^^^^^^^^
        stages/t.ts is looked for

      pipeline.yaml:6:42: the matrix axis "s" is empty
        6 |   m: { uses: ./stages/s.ts, matrix: { s: '\${{ params.none }}' } }
          |                                          ^^^^^^^^^^^^^^^^^^^^
        expected at least one value: an empty axis makes no instance at all

      pipeline.yaml:7:41: params has no key "size"
        7 |   r: { uses: ./stages/s.ts, with: { a: '\${{ params.size }}' }, resources: { threads: '\${{ params.text }}' } }
          |                                         ^^^^^^^^^^^^^^^^^^
        did you mean "sizes"?

      pipeline.yaml:7:86: wrong value of stages.r.resources.threads
        7 |   r: { uses: ./stages/s.ts, with: { a: '\${{ params.size }}' }, resources: { threads: '\${{ params.text }}' } }
          |                                                                                      ^^^^^^^^^^^^^^^^^^^^
        expected a whole number of at least 1, received "abc"

      pipeline.yaml:8:39: wrong value of stages.e1.timeout
        8 |   e1: { uses: ./stages/s.ts, timeout: '\${{ params.text }}', retries: '\${{ params.sizes[0] }}' }
          |                                       ^^^^^^^^^^^^^^^^^^^^
        expected a time such as "90s", "30m" or "2h", received "abc"

      7 faults; nothing was run."
    `);
  });

  it('name a circle of stages', async () => {
    const text = `version: 1
stages:
  a: { uses: ./stages/s.ts, needs: { x: b } }
  b: { uses: ./stages/s.ts, needs: { y: [c] } }
  c: { uses: ./stages/s.ts, needs: { z: a } }
`;
    expect(await faultsOf(text)).toBe(`pipeline.yaml:3:41: stages need each other in a circle: a → b → c → a
  3 |   a: { uses: ./stages/s.ts, needs: { x: b } }
    |                                         ^
  remove one of these needs

1 fault; nothing was run.`);
  });

  it('name a stage that needs itself', async () => {
    expect(await faultsOf('version: 1\nstages:\n  a: { uses: ./stages/s.ts, needs: { x: a } }\n')).toContain(
      'stages need each other in a circle: a → a\n',
    );
  });

  it('are instances without a partner', async () => {
    const text = `version: 1
stages:
  a: { uses: ./stages/s.ts, matrix: { n: [1, 2] } }
  b: { uses: ./stages/s.ts, matrix: { n: [2, 3] }, needs: { x: a } }
`;
    expect(await faultsOf(text)).toBe(`pipeline.yaml:4:64: no instance of a agrees with b[n=3]
  4 |   b: { uses: ./stages/s.ts, matrix: { n: [2, 3] }, needs: { x: a } }
    |                                                                ^
  expected at least one with the same values on the axes that both stages have

1 fault; nothing was run.`);
  });

  it('are an unknown profile and a bad --set path, beside those of the file', async () => {
    const text =
      'version: 1\nparams: { width: 1 }\nprofiles: { quick: {} }\nstages:\n  a: { uses: ./gone.ts }\n';
    expect(await faultsOf(text, { profile: 'qick', set: ['params.widht=2'] }))
      .toBe(`there is no profile "qick"
  --profile qick
            ^^^^
  did you mean "quick"?

params has no key "widht"
  --set params.widht=2
        ^^^^^^^^^^^^
  did you mean "width"?

pipeline.yaml:5:14: the stage file "./gone.ts" does not exist
  5 |   a: { uses: ./gone.ts }
    |              ^^^^^^^^^
  gone.ts is looked for

3 faults; nothing was run.`);
  });
});
