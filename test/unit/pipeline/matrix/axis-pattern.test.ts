import { describe, expect, it } from 'vitest';
import { glob } from '../../../../src/pipeline/matrix/axis-pattern.ts';

describe('glob', () => {
  it('takes * for any text and ? for one character', () => {
    expect(['30', '60', '600'].filter(glob('?0'))).toEqual(['30', '60']);
    expect(['dice', 'disc', 'sst'].filter(glob('di*'))).toEqual(['dice', 'disc']);
  });

  it('takes everything else literally', () => {
    expect(glob('a.c')('abc')).toBe(false);
    expect(glob('a.c*')('abcd')).toBe(false);
    expect(glob('a.c*')('a.cd')).toBe(true);
  });
});
