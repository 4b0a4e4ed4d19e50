import { join } from 'node:path';
import type { Instance, Plan } from '../src/pipeline/plan/plan.ts';

/** A stage that takes all parameters: importing zod would cost each worker more than the stage itself. */
export function stageText(
  run: string,
  { inputs = '{}', outputs = '[]' }: { inputs?: string; outputs?: string } = {},
): string {
  return `import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
export default {
  name: 'stage', description: '', inputs: ${inputs}, outputs: ${outputs},
  params: { safeParse: (data) => ({ success: true, data }) },
  async run(context) {
    const { params, seed, input, inputs, output, checkpoint, progress, log, warn, signal } = context;
    ${run}
  },
};
`;
}

/** An instance of the stage file `stages/NAME.js` of a project; `train[seed=1]` belongs to the stage `train`. */
export function instanceOf(root: string, id: string, parts: Partial<Instance> = {}): Instance {
  const stage = id.replace(/\[.*/, '');
  return {
    id,
    stage,
    coordinates: {},
    work: { kind: 'uses', file: join(root, `stages/${stage}.js`) },
    params: {},
    needs: {},
    env: [],
    threads: 1,
    retries: 0,
    temporary: false,
    location: { file: 'pipeline.yaml', line: 1, column: 1 },
    ...parts,
  };
}

/** A plan of these instances. */
export function planOver(root: string, instances: Instance[]): Plan {
  const stages = [...new Set(instances.map(({ stage }) => stage))];
  return { title: 'Test', root, instances, stages, profile: 'none' };
}
