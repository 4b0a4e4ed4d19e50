import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { WorkerNews } from '../../../../src/execution/job.ts';
import { runStageFile } from '../../../../src/execution/stage/run-stage-file.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('loads a stage file, hands it its context, and gives its metrics and outputs', async () => {
  const text = "warn('careful'); log('said'); writeFileSync(output + '/x', params.word); return { n: 1 };";
  const root = projectFolder({
    'package.json': '{ "type": "module" }',
    'a.js': stageText(text, { outputs: "['x']" }),
  });
  const job = jobFor(temporaryCache(), join(root, 'a.js'), { word: 'made' });
  mkdirSync(job.staging, { recursive: true });
  const lines: string[] = [];
  const news: WorkerNews[] = [];
  const result = await runStageFile(job, join(root, 'a.js'), {
    checkpoint: { load: () => undefined, save: () => Promise.resolve() },
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
    tell: (one) => news.push(one),
  });
  expect(result).toEqual({ metrics: { n: 1 }, outputs: ['x'] });
  expect(readFileSync(join(job.staging, 'x'), 'utf8')).toBe('made');
  expect(lines).toEqual(['warning: careful', 'said']);
  expect(news).toEqual([{ type: 'warning', message: 'careful' }]);
});
