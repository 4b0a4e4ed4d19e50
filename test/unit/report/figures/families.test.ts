import { describe, expect, it } from 'vitest';
import { paperFigures } from '../../../../src/report/paper/figure-list.ts';
import { familyOf, paperFamilies } from '../../../../src/report/figures/families.ts';
import { texText } from '../../../../src/report/page/markup/math.ts';
import { snapshotColumns } from '../../../../src/report/data/tables/snapshot-columns.ts';

describe('families of figures', () => {
  it('cover every figure of the paper but the images of Figure 5', () => {
    const wanted = new Set(
      paperFigures.map(({ family }) => family).filter((family) => family !== 'examples'),
    );
    expect(wanted).toEqual(new Set(paperFamilies.map(({ id }) => id)));
  });

  it('draw columns that the table of snapshots has, for any depth', () => {
    for (const depth of [2, 6]) {
      const columns = new Set(snapshotColumns(depth).map(({ name }) => name));
      for (const family of paperFamilies)
        for (const { field } of family.panels(depth))
          expect(columns, `${family.id}: ${field}`).toContain(field);
    }
  });

  it('have captions of valid TeX', () => {
    for (const { caption } of paperFamilies) expect(texText(caption).text).not.toContain('$');
  });

  it('are refused under a name that none has', () => {
    expect(() => familyOf('nothing')).toThrow('no figure family nothing');
  });
});
