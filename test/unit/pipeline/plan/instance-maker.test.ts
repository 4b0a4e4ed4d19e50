import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { type MakerContext, instanceMaker } from '../../../../src/pipeline/plan/instance-maker.ts';
import type { StageConfig } from '../../../../src/pipeline/source/pipeline-schema.ts';
import type { JsonObject } from '../../../../src/pipeline/values/json.ts';
import { projectFolder } from '../../../project-folder.ts';

function make(
  stage: StageConfig,
  params: JsonObject = {},
  values: JsonObject = {},
  where: Partial<Pick<MakerContext, 'executor' | 'networkInCluster'>> = {},
) {
  const faults = new FaultList();
  const root = projectFolder({ 'S.ts': '' });
  const instance = instanceMaker('s', stage, {
    params,
    faults,
    path: ['stages', 's'],
    root,
    stageFile: (uses) => join(root, uses),
    executor: 'local',
    networkInCluster: false,
    ...where,
  })({
    coordinates: Object.fromEntries(Object.entries(values).map(([k, v]) => [k, JSON.stringify(v)])),
    values,
  });
  const told = faults.faults.map(({ message, expected, hint }) => [
    message,
    expected ?? hint?.replaceAll(root, ''),
  ]);
  return { instance, told };
}

describe('instanceMaker', () => {
  it('resolves what an instance is', () => {
    const { instance, told } = make(
      {
        run: 'echo ${{ matrix.n }} ${{ params.x }}',
        outputs: ['x'],
        timeout: '${{ params.t }}',
        with: { n: '${{ matrix.n }}' },
      },
      { x: 'a b', t: '30d' },
      { n: 3 },
    );
    expect(told).toEqual([]);
    expect(instance).toMatchObject({
      id: 's[n=3]',
      work: { kind: 'run', command: "echo 3 'a b'", outputs: ['x'] },
      params: { n: 3 },
      timeoutMs: 30 * 86_400_000,
    });
  });

  it('says where an instance runs: what the stage says, else what the run says', () => {
    const run = { run: 'ls', outputs: ['x'] };
    const where = (stage: StageConfig, inCluster = false): string => {
      const context = { executor: 'slurm' as const, networkInCluster: inCluster };
      return make({ ...run, ...stage }, { where: 'local' }, {}, context).instance.executor ?? 'local';
    };
    expect(make(run).instance).not.toHaveProperty('executor');
    expect(where({})).toBe('slurm');
    expect(where({ executor: 'local' })).toBe('local');
    expect(where({ executor: '${{ params.where }}' })).toBe('local');
    // Nodes of a cluster seldom have the internet.
    expect(where({ network: true })).toBe('local');
    expect(where({ network: true }, true)).toBe('slurm');
    expect(where({ network: true, executor: 'slurm' })).toBe('slurm');
  });

  it('reads what a cluster is asked for', () => {
    const resources = { time: '90m', gpus: '${{ params.gpus }}', threads: 2 };
    expect(make({ run: 'ls', outputs: ['x'], resources, network: true }, { gpus: 4 }).instance).toMatchObject(
      {
        timeMs: 5_400_000,
        gpus: 4,
        threads: 2,
        network: true,
      },
    );
  });

  it('deals the work out to threads where that is asked for', () => {
    const made = (parallel: boolean | string) =>
      make({ run: 'ls', outputs: ['x'], resources: { threads: 4, parallel } }, { on: true }).instance;
    expect(made(true)).toMatchObject({ threads: 4, parallel: true });
    expect(made('${{ params.on }}')).toMatchObject({ threads: 4, parallel: true });
    expect(made(false)).not.toHaveProperty('parallel');
  });

  it('has a sandbox where it is asked for, in pipeline.yaml or by a reference, without network unless that is asked for', () => {
    const made = (stage: StageConfig, params: JsonObject = {}) =>
      make({ run: 'ls', outputs: ['x'], ...stage }, params).instance.sandbox;
    expect(made({})).toBeUndefined();
    expect(made({ sandbox: false })).toBeUndefined();
    expect(made({ sandbox: true })).toEqual({ network: false });
    const referred = { sandbox: '${{ params.closed }}', network: '${{ params.net }}' };
    expect(made(referred, { closed: true, net: true })).toEqual({ network: true });
    expect(
      make({ run: 'ls', outputs: ['x'], sandbox: '${{ params.closed }}' }, { closed: 'true' }).told,
    ).toEqual([['wrong value of stages.s.sandbox', 'true or false, received "true"']]);
  });

  it('takes a command that is one reference as it stands', () => {
    expect(make({ run: '${{ params.x }}', outputs: ['x'] }, { x: 'ls | wc -l' }).instance.work).toMatchObject(
      {
        command: 'ls | wc -l',
      },
    );
  });

  it.each<
    [keyof StageConfig | 'threads' | 'parallel' | 'memory' | 'time' | 'gpus', JsonObject[string], string]
  >([
    ['timeout', '0s', 'a time such as "90s", "30m" or "2h", received "0s"'],
    ['timeout', 90, 'a time such as "90s", "30m" or "2h", received 90'],
    ['timeout', null, 'a time such as "90s", "30m" or "2h", received null'],
    ['retries', 101, 'a whole number from 0 to 100, received 101'],
    ['retries', -1, 'a whole number from 0 to 100, received -1'],
    ['threads', 0, 'a whole number of at least 1, received 0'],
    ['parallel', 2, 'true or false, received 2'],
    ['threads', 1e300, 'a whole number of at least 1, received 1e+300'],
    ['memory', '0 GB', 'a size such as "512 MB" or "2 GB", received "0 GB"'],
    ['time', '1-12:00:00', 'a time such as "90s", "30m" or "2h", received "1-12:00:00"'],
    ['gpus', 'a100', 'a whole number of at least 1, received "a100"'],
    ['executor', 'pbs', '"local" or "slurm", received "pbs"'],
    ['run', 3, 'a shell command, received 3'],
    ['run', ' ', 'a shell command, received " "'],
    ['publish', '', 'a folder of the project, received ""'],
    ['publish', 'a\u0000b', 'a folder of the project, received "a\\u0000b"'],
  ])('checks a referred %s as a written one: %j', (key, value, expected) => {
    const reference = '${{ params.x }}';
    const path = ['threads', 'parallel', 'memory', 'time', 'gpus'].includes(key) ? `resources.${key}` : key;
    const stage: StageConfig = {
      run: 'ls',
      outputs: ['x'],
      ...(path === key ? { [key]: reference } : { resources: { [key]: reference } }),
    };
    expect(make(stage, { x: value }).told).toEqual([[`wrong value of stages.s.${path}`, expected]]);
  });

  it('names a stage file that is a folder', () => {
    expect(make({ uses: '.' }).told).toEqual([['the stage file "." is a folder', 'name a file in ']]);
  });

  it('names a stage file with a name that is too long for any file', () => {
    const uses = `${'x'.repeat(300)}.ts`;
    expect(make({ uses }).told[0]![0]).toBe(`the stage file "${uses}" does not exist`);
  });

  it('names the stage file that differs only in the case of letters', () => {
    expect(make({ uses: 's.ts' }).told).toEqual([
      [
        'the stage file "s.ts" does not exist',
        '"/S.ts" is there: it differs only in the case of its letters',
      ],
    ]);
  });
});
