import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import {
  environmentDigest,
  type FreshRun,
  keepFreshRun,
  recallFreshRun,
} from '../../../src/cache/fresh-run.ts';
import { inputSignature } from '../../../src/cache/actions/input-content.ts';
import { signatureAt } from '../../../src/cache/files/signature.ts';
import { projectFolder } from '../../project-folder.ts';
import { temporaryCache } from '../../temporary-cache.ts';

const root = () => projectFolder({ 'seen.txt': 'seen', 'in/a.txt': 'a' });

function freshRun(folder: string): FreshRun {
  const [seen, input] = [join(folder, 'seen.txt'), join(folder, 'in')];
  return {
    question: 'repro',
    instances: 7,
    paths: [[seen, ...signatureAt(seen)!]],
    absent: [join(folder, 'absent.txt')],
    inputs: [[input, inputSignature(input)!]],
    environment: ['EOS_TEST_VARIABLE'],
    environmentDigest: environmentDigest(['EOS_TEST_VARIABLE']),
  };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a remembered run', () => {
  it('answers the same question while nothing has changed', () => {
    const cache = temporaryCache();
    keepFreshRun(cache, freshRun(root()));
    expect(recallFreshRun(cache, 'repro')).toBe(7);
    expect(recallFreshRun(cache, 'repro --profile paper')).toBeUndefined();
  });

  it.each<[string, (folder: string) => void]>([
    [
      'a path',
      (folder) => {
        writeFileSync(join(folder, 'seen.txt'), 'more');
      },
    ],
    [
      'a path that was not there',
      (folder) => {
        writeFileSync(join(folder, 'absent.txt'), '');
      },
    ],
    [
      'an input',
      (folder) => {
        writeFileSync(join(folder, 'in/b.txt'), '');
      },
    ],
    [
      'a variable',
      () => {
        vi.stubEnv('EOS_TEST_VARIABLE', 'set');
      },
    ],
  ])('says nothing once %s has changed', (_, change) => {
    const [cache, folder] = [temporaryCache(), root()];
    keepFreshRun(cache, freshRun(folder));
    change(folder);
    expect(recallFreshRun(cache, 'repro')).toBeUndefined();
  });

  it.each(['sessions', 'staging', 'locks', 'trash'] as const)(
    'says nothing while something is in %s',
    (name) => {
      const cache = temporaryCache();
      keepFreshRun(cache, freshRun(root()));
      mkdirSync(join(cache[name], 'left'), { recursive: true });
      expect(recallFreshRun(cache, 'repro')).toBeUndefined();
    },
  );

  it('is not kept where it cannot be written, and that is no error', () => {
    const cache = new CacheFolder(join(root(), 'no-cache'));
    keepFreshRun(cache, freshRun(root()));
    expect(recallFreshRun(cache, 'repro')).toBeUndefined();
  });
});

describe('environmentDigest', () => {
  it('tells an empty variable from one that is not set', () => {
    const unset = environmentDigest(['EOS_TEST_VARIABLE']);
    vi.stubEnv('EOS_TEST_VARIABLE', '');
    expect(environmentDigest(['EOS_TEST_VARIABLE'])).not.toBe(unset);
  });
});
