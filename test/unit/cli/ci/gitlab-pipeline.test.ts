import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { gitlabPipeline } from '../../../../src/cli/ci/gitlab-pipeline.ts';

it('publishes the folder of the pipeline from the default branch, and nothing where there is none', () => {
  const folder = 'my "reports": #1';
  const pipeline = parse(gitlabPipeline(folder)) as Record<string, Record<string, unknown>>;
  expect(Object.keys(pipeline)).toEqual(['workflow', 'report', 'pages']);
  expect(pipeline['report']).toMatchObject({
    cache: { key: 'eos-pipeline', paths: ['cache/'], policy: '$CACHE_POLICY', when: 'always' },
    artifacts: { paths: [folder] },
  });
  expect(pipeline['pages']).toMatchObject({
    variables: { PUBLISHED: folder },
    artifacts: { paths: ['public'] },
  });
  expect(Object.keys(parse(gitlabPipeline(undefined)) as object)).toEqual(['workflow', 'report']);
});
