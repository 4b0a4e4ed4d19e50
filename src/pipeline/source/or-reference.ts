import { z } from 'zod';

/** A value, or a reference to one; `expected` says what both must be. */
export function orReference<Schema extends z.ZodType>(
  schema: Schema,
  expected: string,
): z.ZodUnion<[Schema, z.ZodString]> {
  return z.union([schema, z.string().regex(/^\$\{\{[^]*\}\}$/, expected)], expected);
}
