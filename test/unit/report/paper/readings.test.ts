import { expect, it } from 'vitest';
import { texText } from '../../../../src/report/page/markup/math.ts';
import { readings } from '../../../../src/report/paper/readings.ts';

it('readings are numbered R1 to R13 and R18; R14 to R17 belong to the datasets; their formulas are valid TeX', () => {
  const expected = [...Array.from({ length: 13 }, (_, index) => `R${index + 1}`), 'R18'];
  expect(readings.map(({ id }) => id)).toEqual(expected);
  for (const { text } of readings) expect(texText(text).text).not.toContain('katex-error');
});
