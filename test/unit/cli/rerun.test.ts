import { expect, it } from 'vitest';
import { withRerunOptions } from '../../../src/cli/rerun.ts';
import { failed, hit, runEvent, summary } from '../../run-event.ts';

const options = {
  profile: 'paper',
  set: ['params.width=3', "params.name='it''s'"],
  cwd: 'my folder',
  color: true,
};
const added = ` --profile paper --set params.width=3 --set 'params.name='\\''it'\\'''\\''s'\\''' --cwd 'my folder'`;

it('the command for a failed instance carries the options that make it the same instance, quoted for the shell', () => {
  expect(withRerunOptions(failed('train[a=1]'), options)).toMatchObject({
    rerun: `eos-pipeline repro 'train[a=1]'${added}`,
  });
});

it('so does the summary', () => {
  const failures = [
    { instance: 'a', error: { code: 'stage-failed' as const, message: 'm' }, rerun: 'eos-pipeline repro a' },
  ];
  const event = withRerunOptions(runEvent({ type: 'run-finished', summary: summary({ failures }) }), options);
  expect(event).toMatchObject({ summary: { failures: [{ rerun: `eos-pipeline repro a${added}` }] } });
});

it('other events stay as they are', () => {
  const event = hit('a');
  expect(withRerunOptions(event, options)).toBe(event);
});
