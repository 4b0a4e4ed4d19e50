import { describe, expect, it } from 'vitest';
import { panelLayout, rowLayout } from '../../../../../src/report/client/drawing/panel-layout.ts';

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

  it('makes panels lower on paper, whose room it is told', () => {
    expect(panelLayout(680, 2, 200)).toEqual({ columns: 2, width: 275, height: 150 });
    expect(panelLayout(680, 1).height).toBe(230);
    expect(panelLayout(680, 1, 200)).toEqual({ columns: 1, width: 626, height: 150 });
  });

  it('puts many small panels in one row, and in rows of three and two where there is less room', () => {
    expect(rowLayout(1008, 5, 18)).toEqual({ columns: 5, width: 173, height: 200 });
    expect(rowLayout(600, 5, 18).columns).toBe(3);
    expect(rowLayout(360, 5, 18)).toEqual({ columns: 2, width: 142, height: 170 });
    expect(rowLayout(360, 2, 18, 150)).toEqual({ columns: 2, width: 142, height: 150 });
  });
});
