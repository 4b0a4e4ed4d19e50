import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { doctorSlurm } from '../../../../src/cli/doctor/doctor-slurm.ts';
import { captured } from '../../../captured.ts';
import { fakeCommands } from '../../../fake-commands.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

const SITE = {
  scontrol:
    'if [ "$2" = job ]; then echo JobState=FAILED ExitCode=71:0 BatchHost=n2; else echo "ClusterName = eos"; fi',
  sinfo: 'echo "main*|up|1:00|0/1/0/1|4|2000|(null)"',
  sacct: 'exit 1',
  sbatch: 'echo 7',
};

it('says what stands in the way, and ends with exit code 1', async () => {
  fakeCommands(SITE);
  const cwd = projectFolder(smallProject);
  const { exitCode, text } = await captured(() =>
    doctorSlurm({ cwd, executor: 'slurm', color: false }, 1000),
  );
  expect(exitCode).toBe(1);
  expect(text).toContain(
    `folder     FAULT: node n2 does not see ${join(cwd, 'cache')}\n           Put the project`,
  );
  expect(text).toContain('\nsomething stands in the way of a run on this Slurm\n');
  expect(readdirSync(join(cwd, 'cache'))).toEqual([]);
});

it('tells programs the same, and submits nothing to a partition that is not there', async () => {
  fakeCommands({ ...SITE, sbatch: 'echo "it was submitted" >&2; exit 1' });
  const cwd = projectFolder({
    ...smallProject,
    'pipeline.yaml': smallProject['pipeline.yaml']!.replace(
      'stages:',
      'executors: { slurm: { partition: gpu } }\nstages:',
    ),
  });
  const options = { cwd, executor: 'slurm', color: false, json: true } as const;
  const { exitCode, text } = await captured(() => doctorSlurm(options, 1000));
  expect(exitCode).toBe(1);
  const { passed, findings } = JSON.parse(text) as {
    passed: boolean;
    findings: { state: string; text: string }[];
  };
  expect(passed).toBe(false);
  expect(findings.filter(({ state }) => state === 'fault').map((finding) => finding.text)).toEqual([
    'there is no partition gpu',
  ]);
  expect(existsSync(join(cwd, 'cache'))).toBe(false);
});
