import { describe, expect, it, onTestFinished } from 'vitest';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { openSlurm } from '../../../../src/execution/slurm/open-slurm.ts';
import { SlurmExecutor } from '../../../../src/execution/slurm/slurm-executor.ts';
import { fakeSlurm } from '../../../fake-slurm.ts';
import { projectFolder } from '../../../project-folder.ts';
import { runScope } from '../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';

describe('openSlurm', () => {
  it('opens the cluster, unless it will not take what is to run', async () => {
    fakeSlurm();
    const root = projectFolder({ 'stages/train.js': stageText('') });
    const instance = instanceOf(root, 'train', { executor: 'slurm', timeMs: 3_600_000 });
    const settings = { maxSubmitted: 1000, arrays: true, extra: [] };
    const plan = planOver(root, [instance]);
    const scope = await runScope({ ...plan, slurm: settings });
    const session = new Session(scope.cache);
    onTestFinished(() => {
      session.close();
    });
    expect(await openSlurm(scope, session.owner, [instance])).toBeInstanceOf(SlurmExecutor);
    const short = { ...scope, plan: { ...plan, slurm: { ...settings, partition: 'short' } } };
    await expect(openSlurm(short, session.owner, [instance])).rejects.toMatchObject({
      code: 'bad-pipeline',
      location: { file: 'pipeline.yaml' },
    });
  });
});
