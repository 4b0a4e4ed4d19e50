import { expect, it } from 'vitest';
import { verdictOf, type Judgement } from '../../../../../src/report/data/judgement/verdict.ts';

const agrees: Judgement = { verdict: 'agrees' };
const differs: Judgement = { verdict: 'differs', reason: 'in Dice' };
const open: Judgement = { verdict: 'not judged here', reason: 'width 64 instead of 512' };

it.each([
  [[agrees], agrees],
  [[agrees, agrees], agrees],
  [[agrees, differs], differs],
  [[open, differs], differs],
  [[open], open],
  [[open, agrees], open],
  [[], { verdict: 'not judged here' }],
  [
    [agrees, open],
    { verdict: 'agrees', reason: 'The paper’s number is not judged here: width 64 instead of 512' },
  ],
])('of sides %j is %j', (sides, verdict) => {
  expect(verdictOf(sides)).toEqual(verdict);
});
