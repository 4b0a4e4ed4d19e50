import { DataError } from '../../data-error.ts';
import { shapeText } from '../array.ts';
import { readNumber } from './read-number.ts';
import type { Cell } from './table.ts';

/** The numbers of a cell, row by row, and the shape of its lists; a number alone has the shape [1]. */
export function flattenCell(cell: Cell, place: () => string): { shape: number[]; values: number[] } {
  const values: number[] = [];
  const shape = flatten(cell, place, values);
  return { shape: shape.length === 0 ? [1] : shape, values };
}

function flatten(cell: Cell, place: () => string, values: number[]): number[] {
  if (!Array.isArray(cell)) {
    values.push(readNumber(cell, place));
    return [];
  }
  const list = cell as readonly Cell[];
  let shape: number[] | undefined;
  for (const [index, entry] of list.entries()) {
    const found = flatten(entry, () => `${place()}, entry ${index}`, values);
    shape ??= found;
    if (shapeText(found) !== shapeText(shape))
      throw new DataError(
        `${place()}: entry ${index} is of shape ${shapeText(found)}, expected ${shapeText(shape)} as entry 0: cut or fill the lists to one length`,
      );
  }
  return [list.length, ...(shape ?? [])];
}
