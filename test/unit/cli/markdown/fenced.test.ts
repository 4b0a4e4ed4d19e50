import { expect, it } from 'vitest';
import { fenced } from '../../../../src/cli/markdown/fenced.ts';

it('has a fence that the text cannot end', () => {
  expect(fenced('plain')).toBe('```text\nplain\n```');
  expect(fenced('a\n````\nb')).toBe('`````text\na\n````\nb\n`````');
});
