import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import { validateInstances } from '../../../../src/pipeline/stage/validate-instances.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

const zod = JSON.stringify(import.meta.resolve('zod'));
const stage = `import { z } from ${zod};
export default {
  name: 's', description: '', outputs: [], run() {},
  inputs: { one: 'one', all: 'many' },
  params: z.object({
    rate: z.number().max(3),
    network: z.object({ width: z.int().min(1), kind: z.enum(['elu', 'relu']).default('elu') }),
    size: z.number().optional(),
  }),
};
`;

async function validate(pipeline: string, set: string[] = [], own = stage): Promise<string> {
  const folder = projectFolder({
    'pipeline.yaml': pipeline,
    's.js': own,
    'package.json': '{ "type": "module" }',
  });
  const loaded = await loadPipeline(join(folder, 'pipeline.yaml'));
  const { plan, settings } = await buildPlan(loaded, { set });
  return messageOf(
    validateInstances(plan.instances, loaded, settings).then(() => {
      throw new Error('no fault');
    }),
    folder,
  );
}

describe('validateInstances', () => {
  it('accepts what fits', async () => {
    const text = `version: 1
stages:
  b: { run: ls, outputs: [x], matrix: { n: [1, 2] } }
  a: { uses: ./s.js, matrix: { n: [1, 2] }, needs: { one: b, all: [b] }, with: { rate: 1, network: { width: 2 } } }
`;
    expect(await validate(text)).toBe('no fault');
  });

  it.each([
    ['z.number().refine(() => { throw new Error("no luck"); })', 'no luck'],
    ['z.number().refine(() => { throw null; })', 'null'],
    [
      'z.number().refine(async () => true)',
      'Encountered Promise during synchronous parse. Use .parseAsync() instead.',
    ],
  ])('says so where a schema throws or waits: %s', async (rate, said) => {
    const own = `import { z } from ${zod};
export default { name: 's', description: '', outputs: [], run() {}, inputs: {}, params: z.object({ rate: ${rate} }) };`;
    expect(await validate('version: 1\nstages: { a: { uses: ./s.js, with: { rate: 1 } } }\n', [], own))
      .toBe(`pipeline.yaml:2:22: the params schema of the stage "a" cannot check a: ${said}
  2 | stages: { a: { uses: ./s.js, with: { rate: 1 } } }
    |                      ^^^^^^
  a schema reports what is wrong with issues, at once: without throwing and without waiting

1 fault; nothing was run.`);
  });

  it('reports all faults of parameters and inputs at once, at the places where they were written', async () => {
    const text = `version: 1
params:
  network: { width: wide, kind: tanh }
stages:
  b: { run: ls, outputs: [x], matrix: { n: [1, 2] } }
  a:
    uses: ./s.js
    needs: { one: b, al: b }
    matrix: { size: [1, two] }
    with:
      rate: 4
      network: \${{ params.network }}
      size: \${{ matrix.size }}
      sise: 3
`;
    expect(await validate(text)).toBe(`pipeline.yaml:3:21: wrong value of network.width (stage "a")
  3 |   network: { width: wide, kind: tanh }
    |                     ^^^^
  expected a number, received the text "wide"

pipeline.yaml:3:33: wrong value of network.kind (stage "a")
  3 |   network: { width: wide, kind: tanh }
    |                                 ^^^^
  expected one of "elu", "relu", received the text "tanh"

pipeline.yaml:8:5: the stage "a" lacks its input "all"
  8 |     needs: { one: b, al: b }
    |     ^^^^^
  add "all: STAGE" under needs

pipeline.yaml:8:19: the input "one" of the stage "a" takes one instance
  8 |     needs: { one: b, al: b }
    |                   ^
  expected one for a[size=1], received 2: b[n=1], b[n=2]
  give both stages the same axes, so that they agree on one

pipeline.yaml:8:22: the stage "a" has no input "al"
  8 |     needs: { one: b, al: b }
    |                      ^^
  did you mean "all"?

pipeline.yaml:9:25: wrong value of size (stage "a")
  9 |     matrix: { size: [1, two] }
    |                         ^^^
  expected a number, received the text "two"

pipeline.yaml:11:13: wrong value of rate (stage "a")
  11 |       rate: 4
     |             ^
  expected a number that is at most 3, received 4

pipeline.yaml:14:7: unknown parameter "sise" of the stage "a"
  14 |       sise: 3
     |       ^^^^
  did you mean "size"?

8 faults; nothing was run.`);
  });

  it('refuses to deal the work of a stage out that does not do so by itself', async () => {
    const text = `version: 1
stages:
  a: { uses: ./s.js, needs: { one: { file: s.js }, all: { file: s.js } }, with: { rate: 1, network: { width: 2 } }, resources: { threads: 2, parallel: true } }
`;
    expect(await validate(text))
      .toBe(`pipeline.yaml:3:152: the stage "a" does not deal its work out to threads
  3 | …, all: { file: s.js } }, with: { rate: 1, network: { width: 2 } }, resources: { threads: 2, parallel: true } }
    |                                                                                                        ^^^^
  leave "parallel" out; a stage file that does it declares "parallel: true"

1 fault; nothing was run.`);
    expect(await validate(text, [], stage.replace("name: 's',", "name: 's', parallel: true,"))).toBe(
      'no fault',
    );
  });

  it('shows the --set that gave a wrong value', async () => {
    const text = `version: 1
params: { network: { width: 1 } }
stages:
  a: { uses: ./s.js, needs: { one: { file: s.js }, all: { file: s.js } }, with: { rate: 1, network: '\${{ params.network }}' } }
`;
    expect(await validate(text, ['params.network.width=0'])).toBe(`wrong value of network.width (stage "a")
  --set params.network.width=0
                             ^
  expected a number that is at least 1, received 0

1 fault; nothing was run.`);
  });

  it('says where a parameter is missing', async () => {
    const text =
      'version: 1\nstages:\n  a: { uses: ./s.js, needs: { one: { file: s.js }, all: { file: s.js } }, with: { rate: 1 } }\n';
    expect(await validate(text)).toBe(`pipeline.yaml:3:75: the key "network" is missing (stage "a")
  3 |   a: { uses: ./s.js, needs: { one: { file: s.js }, all: { file: s.js } }, with: { rate: 1 } }
    |                                                                           ^^^^
  expected a map

1 fault; nothing was run.`);
  });

  it('lets an optional input be left out, and takes no more than one instance of it', async () => {
    const own = stage.replace("all: 'many'", "other: 'optional'");
    const text = (needs: string) => `version: 1
stages:
  b: { run: ls, outputs: [x], matrix: { n: [1, 2] } }
  a: { uses: ./s.js, needs: { one: { file: s.js }${needs} }, with: { rate: 1, network: { width: 2 } } }
`;
    expect(await validate(text(''), [], own)).toBe('no fault');
    expect(await validate(text(', other: { file: s.js }'), [], own)).toBe('no fault');
    expect(await validate(text(', other: b'), [], own)).toContain(
      'the input "other" of the stage "a" takes one instance',
    );
  });

  it('says at "uses" that a file is no stage', async () => {
    expect(await validate('version: 1\nstages:\n  a: { uses: ./s.js }\n', [], 'export default 3;'))
      .toBe(`pipeline.yaml:3:14: s.js exports no stage: its default export lacks name, params (a zod schema), inputs, outputs, run
  3 |   a: { uses: ./s.js }
    |              ^^^^^^
  write "export default defineStage({ name, description, params, inputs, outputs, run })"

1 fault; nothing was run.`);
  });
});
