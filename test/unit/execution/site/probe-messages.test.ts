import { expect, it } from 'vitest';
import { messageFiles } from '../../../../src/execution/site/probe-messages.ts';

it('gives every round two files of its own', () => {
  const rounds = [0, 1, 10].map(messageFiles).flatMap(({ ask, reply }) => [ask, reply]);
  expect(new Set(rounds).size).toBe(6);
});
