import { describe, expect, it, onTestFinished } from 'vitest';
import { Session } from '../../../../../src/cache/sessions/session.ts';
import type { Attempt } from '../../../../../src/execution/executor.ts';
import { makeAttempt } from '../../../../../src/execution/schedule/attempt.ts';
import { InputVerifier } from '../../../../../src/execution/schedule/workers/input-verifier.ts';
import { LocalExecutor } from '../../../../../src/execution/schedule/workers/local-executor.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { runScope, surveyedTasks } from '../../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../../stage-project.ts';
import { damage, flipBit, store } from '../../../../temporary-cache.ts';

async function open(body: string) {
  const root = projectFolder({ 'stages/train.js': stageText(body) });
  const scope = await runScope(planOver(root, [instanceOf(root, 'train')]));
  const task = surveyedTasks(scope).get('train')!;
  task.resolved = task.finding!.resolved;
  const session = new Session(scope.cache);
  const executor = new LocalExecutor(scope.cache, session.owner, new InputVerifier(scope.cache));
  onTestFinished(() => {
    executor.close();
    session.close();
  });
  const attempt: Attempt = makeAttempt(scope, task);
  return { scope, executor, attempt };
}

describe('LocalExecutor', () => {
  it('performs an attempt in a process of this machine', async () => {
    const { executor, attempt } = await open("writeFileSync(output + '/x.txt', 'x');");
    expect(await executor.perform(attempt)).toMatchObject({ type: 'stored' });
  });

  it('reads the inputs before', async () => {
    const { scope, executor, attempt } = await open('');
    const { digest } = store(scope.cache, { 'in.txt': 'in' });
    damage(`${scope.cache.output(digest)}/in.txt`, flipBit);
    expect(await executor.perform({ ...attempt, inputs: [digest] })).toMatchObject({
      type: 'damaged-inputs',
    });
  });

  it('ends what does not stop in time', async () => {
    const { executor, attempt } = await open('await new Promise(() => setTimeout(() => {}, 60000));');
    const result = executor.perform(attempt);
    executor.interrupt(50);
    expect(['crashed', 'stopped']).toContain((await result).type);
  });
});
