import { expect, it, onTestFinished } from 'vitest';
import { stageEnvironment } from '../../../../src/execution/worker/stage-environment.ts';

it('gives each stage what the process had at first, and what it declares', () => {
  const before = { ...process.env };
  onTestFinished(() => {
    for (const name of ['OWN', 'LEFT', 'DECLARED', 'OTHER']) Reflect.deleteProperty(process.env, name);
  });
  process.env['OWN'] = 'own';
  const set = stageEnvironment();
  set({ DECLARED: '1', OTHER: undefined });
  expect(process.env).toEqual({ ...before, OWN: 'own', DECLARED: '1' });
  process.env['OWN'] = 'changed';
  process.env['LEFT'] = 'left';
  set({ OTHER: '2' });
  expect(process.env).toEqual({ ...before, OWN: 'own', OTHER: '2' });
});
