import { parseExpression } from 'vega';
import { expect, it } from 'vitest';
import { logAxis } from '../../../../../src/report/figures/vega/log-axis.ts';

it('the grid of a logarithmic axis stands out by an expression that Vega can parse', () => {
  expect(() => parseExpression(logAxis.gridOpacity.condition.test)).not.toThrow();
});
