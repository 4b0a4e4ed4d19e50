import { describe, expect, it } from 'vitest';
import { panelCount, panelLayout } from '../../../../../src/report/client/drawing/drawing.ts';
import type { PageData } from '../../../../../src/report/client/reader/page-data.ts';

describe('the layout of panels', () => {
  it('puts as many side by side as there is room for, and fills the width', () => {
    expect(panelLayout(1008, 3)).toEqual({ columns: 3, width: 267, height: 182 });
    expect(panelLayout(600, 3).columns).toBe(2);
    expect(panelLayout(360, 3).columns).toBe(1);
    for (const available of [360, 600, 1008]) {
      const { columns, width } = panelLayout(available, 3);
      expect(50 + columns * width + (columns - 1) * 72).toBeLessThanOrEqual(available);
    }
  });

  it('counts the panels of a figure before it is drawn', () => {
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
