import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/cache/files/canonical-json.ts';
import { asciiDag } from '../../../src/cli/dag/ascii.ts';
import { graphOf } from '../../../src/cli/dag/graph.ts';
import { htmlDag } from '../../../src/cli/dag/html-dag.ts';
import { checkProjectFiles, chosenInstances, openProject } from '../../../src/cli/project.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { validateInstances } from '../../../src/pipeline/stage/validate-instances.ts';
import { projectFolder, writeProject } from '../../project-folder.ts';
import { randomPipeline, randomSetting } from './random-pipeline.ts';

/** More for a long search; the seed of a failure is in its message. */
const RUNS = Number(process.env['EOS_PROPERTY_RUNS'] ?? 300);

const zod = JSON.stringify(import.meta.resolve('zod'));
const files = {
  'package.json': '{ "type": "module" }',
  'data.txt': 'x',
  's.js': `import { z } from ${zod};
export default {
  name: 's', description: '', outputs: ['x'], run() {}, inputs: { dataset: 'one' },
  params: z.object({ rate: z.number().max(3), n: z.union([z.int(), z.string()]).optional(), map: z.record(z.string(), z.unknown()).optional() }),
};
`,
};

const base = `version: 1
title: Example
params:
  rate: 0.5
  list: [1, 2]
  map: &map { a: 1, b: [x] }
  experiments: [{ id: e1, sizes: [10, 20] }, { id: e2, sizes: [10] }]
profiles:
  quick: { rate: 0.25, map: { a: 2 } }
defaultProfile: quick
stages:
  data:
    run: echo \${{ params.rate }} "\${{ params.list[0] }}" > $EOS_OUTPUT/x
    needs: { file: { file: data.txt }, other: { data: [a.zip, a] } }
    outputs: [x]
    env: [HOME]
  train:
    uses: ./s.js
    matrix: { experiment: '\${{ params.experiments }}', n: '\${{ matrix.experiment.sizes }}' }
    needs: { dataset: data }
    with: { rate: '\${{ params.rate }}', n: '\${{ matrix.n }}', map: *map }
    resources: { threads: 2, memory: 1 GB }
    timeout: 2h
    retries: 1
  collect:
    run: |
      echo "$EOS_INPUT_RUNS" > $EOS_OUTPUT/y
    needs: { runs: [train, data], sets: { inputsOf: train, input: dataset } }
    outputs: [y]
    publish: reports
`;

/** Does everything with a pipeline that comes before a stage runs; gives what is refused. */
async function refusal(folder: string, text: string, set: string[]): Promise<PipelineError | undefined> {
  writeProject(folder, { 'pipeline.yaml': text });
  try {
    const project = await openProject({ cwd: folder, set, color: false });
    await checkProjectFiles(project);
    const instances = chosenInstances(project);
    await validateInstances(instances, project.pipeline, project.settings);
    for (const { params } of instances) canonicalJson(params);
    const graph = graphOf(project.plan, instances, instances.length < 20);
    expect([asciiDag(graph), htmlDag(graph)].join('')).not.toContain('\u001b');
    return undefined;
  } catch (error) {
    // Anything else would end in a stack and in "has a defect".
    if (error instanceof PipelineError) return error;
    throw error;
  }
}

describe('input of any kind', () => {
  it('is a plan where it is right', async () => {
    expect(await refusal(projectFolder(files), base, [])).toBeUndefined();
  });

  it('ends in a plan or in words and exit code 2: any pipeline.yaml', async () => {
    const folder = projectFolder(files);
    await fc.assert(
      fc.asyncProperty(randomPipeline(base), async (text) => {
        const error = await refusal(folder, text, []);
        if (error !== undefined)
          expect([error.exitCode, error.message]).toEqual([2, expect.stringMatching(/./)]);
      }),
      { numRuns: RUNS },
    );
  });

  it('ends in a plan or in words and exit code 2: any --set', async () => {
    const folder = projectFolder(files);
    await fc.assert(
      fc.asyncProperty(fc.array(randomSetting, { minLength: 1, maxLength: 3 }), async (set) => {
        const error = await refusal(folder, base, set);
        if (error !== undefined)
          expect([error.exitCode, error.message]).toEqual([2, expect.stringMatching(/./)]);
      }),
      { numRuns: RUNS },
    );
  });

  it('ends in a plan or in words and exit code 2: any text', async () => {
    const folder = projectFolder(files);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        expect((await refusal(folder, text, []))?.exitCode).toBe(2);
      }),
      { numRuns: RUNS },
    );
  });
});
