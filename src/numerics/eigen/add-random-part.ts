import { rowsOf } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { Random } from '../random.ts';

/** Norm of the random part as a part of the row's own. */
const part = 0.01;
/** Number of entries that it is spread over. */
const places = 1024;

/**
 * Adds to each row v random numbers of norm 0.01·‖v‖, so that no start of a search is orthogonal to what it looks for.
 *
 * They lie at a thousand random places: what they hold of any direction is, on average over the places, as much as a dense random
 * vector of that norm holds, at a thousandth of its cost.
 * @param ops operations
 * @param rows [m, P], changed
 * @param random where the numbers come from
 */
export async function addRandomPart<Data extends Numbers>(
  ops: Ops<Data>,
  rows: Matrix<Data>,
  random: Random,
): Promise<void> {
  for (let row = 0; row < rows.rows; row++) {
    const entries = rowsOf(rows, row, 1).data;
    const step = part * Math.sqrt((await ops.dot(entries, entries)) / places);
    for (let count = 0; count < places; count++)
      entries[Math.floor(random.uniform() * rows.columns)]! += step * random.gaussian();
  }
}
