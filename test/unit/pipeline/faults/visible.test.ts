import { describe, expect, it } from 'vitest';
import { allVisible, visible } from '../../../../src/pipeline/faults/visible.ts';

describe('visible', () => {
  it('leaves text, line ends and tabs as they are', () => {
    expect(visible('a\tb\n\u00e9 \u{1f600} 中')).toBe('a\tb\n\u00e9 \u{1f600} 中');
    expect(visible('a\r\nb')).toBe('a\nb');
  });

  it('shows what a terminal would obey as signs', () => {
    expect(visible('\u001b[2J\u001b]0;title\u0007\rx\u0008\u0000\u007f\u009b1A')).toBe(
      '␛[2J␛]0;title␇␍x␈␀␡\ufffd1A',
    );
  });

  it('shows what would reorder letters', () => {
    expect(visible('a\u202eb\u2066c\u200f')).toBe('a\ufffdb\ufffdc\ufffd');
  });

  it('leaves colours out', () => {
    expect(visible('\u001b[31mred\u001b[0m \u001b[38;5;1mx\u001b[m')).toBe('red x');
  });
});

describe('allVisible', () => {
  it('does so with every text in a value', () => {
    expect(allVisible({ a: ['\u001b', 1, null], b: { c: '\u0007' }, d: undefined })).toEqual({
      a: ['␛', 1, null],
      b: { c: '␇' },
      d: undefined,
    });
  });
});
