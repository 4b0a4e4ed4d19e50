import { afterEach, expect, it, vi } from 'vitest';
import { onGithub } from '../../../../src/cli/github/on-github.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('is what the runner says of itself', () => {
  expect(onGithub()).toBe(false);
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  expect(onGithub()).toBe(true);
  vi.stubEnv('GITHUB_ACTIONS', 'false');
  expect(onGithub()).toBe(false);
});
