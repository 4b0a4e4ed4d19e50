import { describe, expect, it } from 'vitest';
import { panelCount } from '../../../../../src/report/client/drawing/drawing.ts';
import type { PageData } from '../../../../../src/report/client/reader/page-data.ts';

describe('the panels of a figure', () => {
  it('are counted before it is drawn', () => {
    const page = {
      experiments: [{ id: 'dice', title: 'Dice', depth: 6, largestStep: 0.01 }],
      powerLaws: [{ points: [] }, { points: [{}] }],
    } as unknown as PageData;
    expect(panelCount({ family: 'layer-norms', experiment: 'dice' }, page)).toEqual({
      panels: 6,
      columns: 3,
    });
    expect(panelCount({ family: 'edge', experiment: 'dice' }, page)).toEqual({ panels: 2, columns: 2 });
    expect(panelCount({ family: 'peak', experiment: undefined }, page)).toEqual({ panels: 1, columns: 3 });
  });
});
