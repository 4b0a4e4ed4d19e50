import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { describeReport } from '../../../../src/cli/provenance/describe-report.ts';
import { openProject } from '../../../../src/cli/project.ts';
import { reportProject } from '../../../report-project.ts';

it('writes nothing beside what is no report, or where the cache has lost what was published', async () => {
  const { folder } = reportProject({ 'reports/report.json': '{ "mine": true }' });
  const project = await openProject({ cwd: folder, color: false });
  const instance = project.plan.instances.find(({ id }) => id === 'report')!;
  const about = { output: sha256('gone'), profile: 'none', params: {} };
  describeReport(project, instance, new Map(), '// head\n', about);
  expect(readdirSync(join(folder, 'reports'))).toEqual(['report.json']);
});
