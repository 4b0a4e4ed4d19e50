import { expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { remotePath } from '../../../../../src/cache/remotes/stores/remote-store.ts';

it('knows the paths of a remote', () => {
  const digest = sha256('a');
  expect(remotePath(`ac/${digest}`)).toBe(`ac/${digest}`);
  for (const text of ['ac/', `cas/../${digest}`, `other/${digest}`, `ac/${digest}.tmp`, digest])
    expect(remotePath(text)).toBeUndefined();
});
