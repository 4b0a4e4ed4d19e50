import { expect, it } from 'vitest';
import { refusePublishedCode } from '../../../../src/execution/survey/published-code.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { planOf } from '../../../plan.ts';

function publishing(folder: string): Instance[] {
  const [data, page] = planOf({ data: [], page: ['data'] }).instances;
  return [data!, { ...page!, publish: folder }];
}

it('refuses to publish to a folder with code that a stage imports', () => {
  const code = ['/project/stages/page.ts', '/project/src/page/html.ts'];
  expect(() => {
    refusePublishedCode(publishing('/project/src'), code);
  }).toThrow(
    new PipelineError(
      'bad-pipeline',
      'the stage "page" publishes to /project/src, which holds code of the pipeline: /project/src/page/html.ts',
      {
        location: { file: 'pipeline.yaml', line: 1, column: 1 },
        hint: 'Name another folder, such as "reports": publishing replaces everything in it.',
      },
    ),
  );
});

it('lets a folder be that has no code of the pipeline', () => {
  refusePublishedCode(publishing('/project/src/page/out'), ['/project/src/page/html.ts']);
  refusePublishedCode(planOf({ data: [] }).instances, ['/project/src/page/html.ts']);
});
