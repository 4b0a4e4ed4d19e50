import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describe as inWords, issueFaults } from '../../../../src/pipeline/faults/issue.ts';

function faultsOf(schema: z.ZodType, value: unknown): unknown[] {
  const { error } = schema.safeParse(value);
  return issueFaults(error?.issues ?? [], value, () => ['width', 'depth']).map(
    ({ path, part, message, expected, hint }) => ({
      at: `${part} ${path.join('.')}`,
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(hint === undefined ? {} : { hint }),
    }),
  );
}

describe('issueFaults', () => {
  it.each([
    [
      z.discriminatedUnion('format', [
        z.object({ format: z.literal('npz') }),
        z.object({ format: z.literal('csv') }),
      ]),
      { format: 'npzz' },
      {
        at: 'value format',
        message: 'wrong value of format',
        expected: 'one of "npz", "csv", received the text "npzz"',
      },
    ],
    [
      z.strictObject({ width: z.number() }),
      { width: 1, widht: 2 },
      { at: 'key widht', message: 'unknown key "widht"', hint: 'did you mean "width"?' },
    ],
    [
      z.object({ a: z.object({ b: z.string() }) }),
      { a: {} },
      { at: 'value a.b', message: 'the key "b" is missing in a', expected: 'text' },
    ],
    [
      z.object({ a: z.int() }),
      { a: 1.5 },
      { at: 'value a', message: 'wrong value of a', expected: 'a whole number, received 1.5' },
    ],
    [
      z.object({ a: z.number().positive() }),
      { a: 0 },
      { at: 'value a', message: 'wrong value of a', expected: 'a number that is more than 0, received 0' },
    ],
    [
      z.object({ a: z.number().lt(2) }),
      { a: 2 },
      { at: 'value a', message: 'wrong value of a', expected: 'a number that is less than 2, received 2' },
    ],
    [
      z.object({ a: z.array(z.number()).min(2) }),
      { a: [1] },
      {
        at: 'value a',
        message: 'wrong value of a',
        expected: 'a list whose length is at least 2, received a list of 1',
      },
    ],
    [
      z.object({ a: z.string().min(1) }),
      { a: '' },
      {
        at: 'value a',
        message: 'wrong value of a',
        expected: 'a text whose length is at least 1, received the text ""',
      },
    ],
    [
      z.object({ a: z.enum(['x', 'y']) }),
      { a: 'z' },
      { at: 'value a', message: 'wrong value of a', expected: 'one of "x", "y", received the text "z"' },
    ],
    [
      z.object({ a: z.literal(1) }),
      { a: 2 },
      { at: 'value a', message: 'wrong value of a', expected: '1, received 2' },
    ],
    [z.number(), 'x', { at: 'value ', message: 'wrong value', expected: 'a number, received the text "x"' }],
    [
      z.object({ a: z.string().regex(/^b/, 'a word with b') }),
      { a: 'c' },
      { at: 'value a', message: 'wrong value of a', expected: 'a word with b, received the text "c"' },
    ],
    [
      z.record(z.string().regex(/^[a-z]+$/), z.number()),
      { A: 1 },
      {
        at: 'key A',
        message: 'the name "A" is not allowed in ',
        expected: 'a letter first, then letters, digits, - and _',
      },
    ],
  ])('says what is wrong, expected and received (%#)', (schema, value, fault) => {
    expect(faultsOf(schema, value)).toEqual([fault]);
  });

  it('looks into the alternative of a union that the value comes nearest to', () => {
    const schema = z.object({ a: z.union([z.string(), z.strictObject({ file: z.string() })]) });
    expect(faultsOf(schema, { a: { file: 3 } })).toEqual([
      { at: 'value a.file', message: 'wrong value of a.file', expected: 'text, received 3' },
    ]);
  });

  it('says what a union expects where no alternative is near', () => {
    const schema = z.object({ a: z.union([z.string(), z.number()], 'text or a number') });
    expect(faultsOf(schema, { a: true })).toEqual([
      { at: 'value a', message: 'wrong value of a', expected: 'text or a number, received true' },
    ]);
  });

  it("repeats the words of a stage's own check", () => {
    const schema = z
      .object({ a: z.number(), b: z.number() })
      .refine(({ a, b }) => a < b, { error: 'a must be less than b', path: ['a'] });
    expect(faultsOf(schema, { a: 2, b: 1 })).toEqual([{ at: 'key a', message: 'a must be less than b' }]);
  });
});

describe('describe', () => {
  it('puts a value in a few words', () => {
    expect([undefined, null, [], [1, 2], {}, 'text', 3, false].map(inWords)).toEqual([
      'nothing',
      'nothing (null)',
      'an empty list',
      'a list of 2',
      'a map',
      'the text "text"',
      '3',
      'false',
    ]);
    expect(inWords('x'.repeat(100))).toBe(`the text "${'x'.repeat(56)}…`);
  });
});
