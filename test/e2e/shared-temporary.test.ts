import { expect, it } from 'vitest';
import { eosPipeline, jsonLines } from '../command-line.ts';
import { projectFolder } from '../project-folder.ts';

const pipeline = `version: 1
params: { sizes: [1, 2, 3] }
stages:
  part:
    matrix: { size: '\${{ params.sizes }}' }
    run: 'echo \${{ matrix.size }} > "$EOS_OUTPUT/n"'
    outputs: [n]
    temporary: true
  first: { needs: { parts: part }, run: 'ls $EOS_INPUT_PARTS > "$EOS_OUTPUT/list"', outputs: [list] }
  second: { needs: { parts: part }, run: 'ls -r $EOS_INPUT_PARTS > "$EOS_OUTPUT/list"', outputs: [list] }
`;

it('makes dropped temporary outputs again once for all that need them, and counts nothing twice', async () => {
  const folder = projectFolder({ 'pipeline.yaml': pipeline });
  expect((await eosPipeline(folder)).exitCode).toBe(0);
  const more = ['--set', 'params.sizes=[1,2,3,4,5]'];
  const { exitCode, stdout } = await eosPipeline(folder, ...more);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^done in .*: 7 ran$/m);
  expect(stdout).not.toMatch(/\b[6-9]\/5\b/);
  const again = await eosPipeline(folder, '--json', ...more);
  expect(jsonLines(again).at(-1)).toMatchObject({ summary: { exitCode: 0, ran: 0, hits: 7 } });
});
