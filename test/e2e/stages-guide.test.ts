import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { eosPipeline } from '../command-line.ts';
import { projectFolder } from '../project-folder.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../docs/stages.md'), 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(guide)![1]!;
}

it('shows a stage that runs as it stands there', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'pipeline.yaml': block('yaml'),
    'logistic-map.ts': block('ts'),
    'start.txt': '0.5\n',
  });
  expect(await eosPipeline(folder)).toMatchObject({ exitCode: 0, stderr: '' });

  let x = 0.5;
  for (let turn = 0; turn < 1000; turn++) x = 3.7 * x * (1 - x);
  expect(Number(readFileSync(join(folder, 'results/x.txt'), 'utf8'))).toBe(x);

  const refused = await eosPipeline(folder, '--set', 'stages.orbit.with.r=5');
  expect(refused.exitCode).toBe(2);
});
