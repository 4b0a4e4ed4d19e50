import { expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { RefusedError } from '../../../../src/cache/remotes/refused-error.ts';

it('knows what was not taken, and whether it is only missing', () => {
  const path = `cas/${sha256('a')}` as const;
  expect(new RefusedError(path, 'it is odd')).toMatchObject({ path, message: 'it is odd', missing: false });
  expect(new RefusedError(path, 'it is not there', true).missing).toBe(true);
});
