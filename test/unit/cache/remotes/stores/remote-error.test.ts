import { expect, it } from 'vitest';
import { RemoteError } from '../../../../../src/cache/remotes/stores/remote-error.ts';

it('says what to do about every fault', () => {
  for (const fault of ['unreachable', 'slow', 'denied', 'no-place', 'full', 'setting', 'failed'] as const)
    expect(new RemoteError(fault, 'no').hint).toMatch(/\.$/);
  expect(new RemoteError('failed', 'no', { hint: 'Wait.', passing: true })).toMatchObject({
    hint: 'Wait.',
    passing: true,
  });
});
