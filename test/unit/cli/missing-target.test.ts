import { describe, expect, it } from 'vitest';
import { refuseWithoutTarget } from '../../../src/cli/missing-target.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

describe('refuseWithoutTarget', () => {
  it('gives an example from this pipeline, quoted for a shell', async () => {
    const cwd = projectFolder(smallProject);
    await expect(refuseWithoutTarget('why', { cwd, color: false })).rejects.toEqual(
      new PipelineError('bad-argument', '"why" needs an instance or a stage', {
        hint: "for example: eos-pipeline why 'number[value=2]'",
      }),
    );
  });

  it('says that there are none', async () => {
    const cwd = projectFolder({ 'pipeline.yaml': 'version: 1\nstages: {}\n' });
    await expect(refuseWithoutTarget('log', { cwd, color: false })).rejects.toEqual(
      new PipelineError('bad-argument', '"log" needs an instance or a stage', {
        hint: 'the pipeline has none',
      }),
    );
  });
});
