import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { orReference } from '../../../../src/pipeline/source/or-reference.ts';

describe('orReference', () => {
  it('takes the value or a reference to one, and says what both must be', () => {
    const schema = orReference(z.int(), 'a whole number');
    expect(schema.parse(3)).toBe(3);
    expect(schema.parse('${{ params.n }}')).toBe('${{ params.n }}');
    expect(schema.safeParse('three').error!.issues[0]!.message).toBe('a whole number');
  });
});
