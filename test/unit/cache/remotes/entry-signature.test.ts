import { describe, expect, it } from 'vitest';
import { signatureFor, signatureProblem } from '../../../../src/cache/remotes/entry-signature.ts';

const KEY = 'a secret that all share';

describe('signatureFor', () => {
  it('is the same for equal values, in whatever order their members stand', () => {
    expect(signatureFor({ a: 1, b: 2 }, KEY)).toBe(signatureFor({ b: 2, a: 1 }, KEY));
    expect(signatureProblem({ a: 1, b: 2 }, signatureFor({ b: 2, a: 1 }, KEY), KEY)).toBeUndefined();
  });

  it('refuses what is not signed, is signed with another key, or is another value', () => {
    expect(signatureProblem({ a: 1 }, undefined, KEY)).toBe('it is not signed');
    const wrong = 'its signature is wrong';
    expect(signatureProblem({ a: 1 }, signatureFor({ a: 1 }, 'another key'), KEY)).toBe(wrong);
    expect(signatureProblem({ a: 1 }, signatureFor({ a: 2 }, KEY), KEY)).toBe(wrong);
    expect(signatureProblem({ a: 1 }, 'short', KEY)).toBe(wrong);
    expect(signatureProblem({ a: 1 }, { length: 64 }, KEY)).toBe(wrong);
  });
});
