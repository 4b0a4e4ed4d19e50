import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineStage } from '../../../../src/pipeline/stage/stage.ts';

it('defineStage gives back the definition, with the types of its parameters', async () => {
  const definition = defineStage({
    name: 'double',
    description: 'Doubles a number.',
    params: z.strictObject({ value: z.number() }),
    inputs: {},
    outputs: [],
    run: ({ params }) => ({ result: params.value * 2 }),
  });
  const context = { params: definition.params.parse({ value: 21 }) } as Parameters<typeof definition.run>[0];
  expect(await definition.run(context)).toEqual({ result: 42 });
});
