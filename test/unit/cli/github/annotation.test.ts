import { resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { annotation } from '../../../../src/cli/github/annotation.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('escapes what would end the message or a property', () => {
  vi.stubEnv('GITHUB_WORKSPACE', process.cwd());
  const location = { file: 'a,b:c/pipeline.yaml', line: 3, column: 7 };
  expect(annotation('train[x=1,y=2]: failed', '100 %\r\nnext: a, b', location)).toBe(
    '::error file=a%2Cb%3Ac/pipeline.yaml,line=3,col=7,title=train[x=1%2Cy=2]%3A failed::100 %25%0D%0Anext: a, b\n',
  );
});

it('names files from the root of the checkout, and none where there is no place', () => {
  vi.stubEnv('GITHUB_WORKSPACE', resolve('..'));
  const file = resolve('paper/pipeline.yaml');
  expect(annotation('t', 'm', { file, line: 1, column: 1 })).toMatch(
    /^::error file=[^/,]+\/paper\/pipeline\.yaml,line=1,col=1,title=t::m\n$/,
  );
  expect(annotation('t', 'm', undefined)).toBe('::error title=t::m\n');
});
