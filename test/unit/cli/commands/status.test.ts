import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/status.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

async function status(
  cwd: string,
  more: { set?: string[]; json?: boolean } = {},
  targets: string[] = [],
): Promise<string> {
  return (await captured(() => run(targets, { cwd, color: false, ...more }))).text;
}

describe('status', () => {
  it('says that a pipeline has no instances', async () => {
    const none = projectFolder({ 'pipeline.yaml': 'version: 1\nstages: {}\n' });
    expect(await status(none)).toBe('the pipeline has no instances: there is nothing to run\n');
    const onDemand = 'version: 1\nstages: { a: { run: ls, outputs: [x], onDemand: true } }\n';
    expect(await status(projectFolder({ 'pipeline.yaml': onDemand }))).toBe(
      'the pipeline has no instances: there is nothing to run\n',
    );
  });

  it('says before the first run that nothing ever ran', async () => {
    expect(await status(projectFolder(smallProject))).toBe(`stage   up to date  stale  waiting  because
number         0/2      2           never run
power          0/2               2  waits for number
page           0/1               1  waits for power

profile squares: 0 of 5 instances up to date; "eos-pipeline why 'STAGE[…]'" says more
`);
  });

  it('says afterwards what is up to date, and why the rest is not, in one line a stage', async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder);
    expect(await status(folder)).toBe(`stage   up to date  stale  waiting  because
number         2/2
power          2/2
page           1/1

profile squares: 5 of 5 instances up to date; everything is up to date
`);
    expect(await status(folder, { set: ['params.power=4'] }))
      .toBe(`stage   up to date  stale  waiting  because
number         2/2
power          0/2      2           its command, parameter power: 2 → 4
page           0/1               1  waits for power

profile squares: 2 of 5 instances up to date; "eos-pipeline why 'STAGE[…]'" says more
`);
    writeFileSync(join(folder, 'reports/index.html'), 'mine');
    expect(await status(folder)).toMatch(
      /5 of 5 instances up to date; \S*reports does not hold the output of page: "eos-pipeline repro" puts it there\n$/,
    );
    writeFileSync(join(folder, 'unit.txt'), 'two\n');
    expect(await status(folder, {}, ['number'])).toMatch(
      /^number {9}0\/2 {6}2 {11}input unit: the file unit\.txt changed \([0-9a-f]{12} → [0-9a-f]{12}\)$/m,
    );
    const json = JSON.parse(await status(folder, { json: true })) as {
      type: string;
      stages: unknown[];
      instances: unknown[];
    };
    expect(json).toMatchObject({ version: 1, type: 'status', profile: 'squares' });
    expect(json.stages[0]).toEqual({ stage: 'number', total: 2, hit: 0, stale: 2, pending: 0 });
    expect(json.instances).toHaveLength(5);
  });

  it('gives exit code 3 under --check where the next run has something to do, as text and as JSON', async () => {
    const folder = projectFolder(smallProject);
    const check = async (...args: string[]): Promise<number | null> =>
      (await eosPipeline(folder, 'status', '--check', ...args)).exitCode;
    expect([await check(), await check('--json')]).toEqual([3, 3]);
    expect((await eosPipeline(folder, 'status')).exitCode).toBe(0);
    await eosPipeline(folder);
    expect([await check(), await check('--json')]).toEqual([0, 0]);
    expect(await check('--set', 'params.power=4')).toBe(3);
    expect(await check('number', '--set', 'params.power=4')).toBe(0);
    writeFileSync(join(folder, 'reports/index.html'), 'mine');
    expect([await check(), await check('number')]).toEqual([3, 0]);
    writeFileSync(join(folder, 'pipeline.yaml'), 'version: 1\nstages: {}\n');
    expect(await check()).toBe(0);
  });
});
