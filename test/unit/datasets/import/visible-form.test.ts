import { expect, it } from 'vitest';
import { visibleForm, writtenOut } from '../../../../src/datasets/import/visible-form.ts';

it('visibleForm is one for texts that look the same', () => {
  for (const text of [
    'New York',
    'New\u00A0York',
    ' New  York',
    'New\u200B York',
    'New\tYork\uFEFF',
    'N\u00ADew York',
  ])
    expect(visibleForm(text)).toBe('New York');
  expect(visibleForm('Mu\u0308ller')).toBe('M\u00FCller');
  expect(visibleForm('new york')).not.toBe('New York');
});

it('writtenOut shows what is not seen', () => {
  expect(writtenOut('New\u00A0York\u200B')).toBe('New(U+00A0)York(U+200B)');
  expect(writtenOut('New  York')).toBe('New (U+0020)York');
  expect(writtenOut('M\u00FCller')).toBe('M\u00FCller');
});
