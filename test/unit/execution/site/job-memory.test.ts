import { expect, it } from 'vitest';
import { jobMemoryBytes } from '../../../../src/execution/site/job-memory.ts';
import { projectFolder } from '../../../project-folder.ts';

it('finds the smallest limit of the control groups that Slurm made (version 2)', () => {
  const group = 'system.slice/slurmstepd.scope/job_7';
  const root = projectFolder({
    'proc/self/cgroup': `0::/${group}/step_batch/user/task_0\n`,
    [`sys/fs/cgroup/${group}/step_batch/user/task_0/memory.max`]: 'max\n',
    [`sys/fs/cgroup/${group}/memory.max`]: '314572800\n',
    'sys/fs/cgroup/system.slice/memory.max': '8000000000\n',
  });
  expect(jobMemoryBytes(root)).toBe(314_572_800);
});

it('finds it where groups are apart for each resource (version 1)', () => {
  const root = projectFolder({
    'proc/self/cgroup': '5:freezer:/slurm/uid_0/job_7/step_batch\n4:memory:/slurm/uid_0/job_7/step_batch\n',
    'sys/fs/cgroup/memory/slurm/uid_0/job_7/memory.limit_in_bytes': '209715200\n',
    'sys/fs/cgroup/memory/slurm/memory.limit_in_bytes': '9223372036854771712\n',
  });
  expect(jobMemoryBytes(root)).toBe(209_715_200);
});

it('finds none where Slurm made no group, or /proc says nothing', () => {
  const root = projectFolder({
    'proc/self/cgroup': '0::/docker/abc\n',
    'sys/fs/cgroup/docker/abc/memory.max': '1000000\n',
  });
  expect(jobMemoryBytes(root)).toBeUndefined();
  expect(jobMemoryBytes(projectFolder({}))).toBeUndefined();
});
