import { expect, it } from 'vitest';
import { ReferenceFault } from '../../../../src/pipeline/faults/reference-fault.ts';

it('knows which part of a text is wrong, and what to do', () => {
  const fault = new ReferenceFault('${{ x }}', 'unknown', 'write y');
  expect([fault.name, fault.text, fault.message, fault.hint]).toEqual([
    'ReferenceFault',
    '${{ x }}',
    'unknown',
    'write y',
  ]);
});
