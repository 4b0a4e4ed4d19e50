import type { PageHeader } from 'hyparquet/src/types.js';
import { describe, expect, it } from 'vitest';
import {
  checkPageContent,
  type PagedColumn,
} from '../../../../../../src/datasets/import/table-formats/parquet/check-page-content.ts';

const flat: PagedColumn = { type: 'INT32', definitions: 0, repetitions: 0, unpack: (bytes) => bytes };
const optional: PagedColumn = { ...flat, definitions: 1 };
/** A number of seven bits a byte. */
const HUGE = [0xfe, 0xff, 0xff, 0xff, 0x0f];

const noLevels = { repetition_levels_byte_length: 0, definition_levels_byte_length: 0 };

type First = NonNullable<PageHeader['data_page_header']>;
type Second = NonNullable<PageHeader['data_page_header_v2']>;

function first(encoding: First['encoding'], bytes: number[], column = flat, count = 4): void {
  const sizes = { uncompressed_page_size: bytes.length };
  const head = { type: 'DATA_PAGE', ...sizes, data_page_header: { num_values: count, encoding } };
  checkPageContent(head as PageHeader, Uint8Array.from(bytes), column);
}

function second(told: Partial<Second>, bytes: number[], column = flat): void {
  const head = {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: bytes.length,
    data_page_header_v2: {
      num_values: 4,
      num_nulls: 0,
      num_rows: 4,
      encoding: 'PLAIN',
      ...noLevels,
      ...told,
    },
  };
  checkPageContent(head as PageHeader, Uint8Array.from(bytes), column);
}

describe('checkPageContent', () => {
  it('lets sound pages pass', () => {
    expect(() => {
      first('PLAIN', []);
    }).not.toThrow();
    expect(() => {
      first('RLE_DICTIONARY', [3, 4 << 1, 5]);
    }).not.toThrow();
    // A null among four: three values follow the levels.
    expect(() => {
      first('RLE_DICTIONARY', [2, 0, 0, 0, 3, 7, 3, 3 << 1, 5], optional);
    }).not.toThrow();
    expect(() => {
      first('RLE', [2, 0, 0, 0, 4 << 1, 1], { ...flat, type: 'BOOLEAN' });
    }).not.toThrow();
    expect(() => {
      first('DELTA_BINARY_PACKED', [128, 1, 4, 4, 0]);
    }).not.toThrow();
    expect(() => {
      second({ definition_levels_byte_length: 2 }, [4 << 1, 1, 9, 9, 9, 9], optional);
    }).not.toThrow();
  });

  it('refuses runs of more values than the page has, in levels and values', () => {
    const told = new RangeError('a run tells 2147483647 values, expected at most 4');
    expect(() => {
      first('RLE_DICTIONARY', [3, ...HUGE, 5]);
    }).toThrow(told);
    expect(() => {
      first('PLAIN', [6, 0, 0, 0, ...HUGE, 1], optional);
    }).toThrow(told);
    expect(() => {
      first('PLAIN', [6, 0, 0, 0, ...HUGE, 1], { ...flat, repetitions: 1 });
    }).toThrow(told);
    expect(() => {
      second({ definition_levels_byte_length: 6 }, [...HUGE, 1], optional);
    }).toThrow(told);
    expect(() => {
      second({ encoding: 'RLE_DICTIONARY' }, [3, ...HUGE, 5]);
    }).toThrow(told);
    expect(() => {
      second({ encoding: 'RLE' }, [6, 0, 0, 0, ...HUGE, 1]);
    }).toThrow(told);
  });

  it('refuses more nulls, rows or levels than a page can have', () => {
    expect(() => {
      second({ num_nulls: -5 }, []);
    }).toThrow(new RangeError('a page tells -5 nulls and 4 rows of 4 values'));
    expect(() => {
      second({ num_rows: 9 }, []);
    }).toThrow(new RangeError('a page tells 0 nulls and 9 rows of 4 values'));
    expect(() => {
      second({ definition_levels_byte_length: 9 }, [1, 2]);
    }).toThrow(new RangeError('a page of 2 bytes tells 9 bytes of levels'));
  });

  it('refuses blocks without values, and texts that share more than there is', () => {
    expect(() => {
      first('DELTA_LENGTH_BYTE_ARRAY', [0, 4, 4, 0]);
    }).toThrow(new RangeError('a page tells blocks of 0 values in 4 parts'));
    const lengths = (value: number): number[] => [128, 1, 4, 1, 2 * value];
    expect(() => {
      first('DELTA_BYTE_ARRAY', [...lengths(0), ...lengths(1), 97], flat, 1);
    }).not.toThrow();
    expect(() => {
      first('DELTA_BYTE_ARRAY', [...lengths(5), ...lengths(1), 97], flat, 1);
    }).toThrow(new RangeError('a text shares 5 bytes with one of 0'));
  });
});
