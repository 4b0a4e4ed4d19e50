import { rowsOf } from '../../tensors/matrix.ts';
import type { RecycledOps } from '../../tensors/recycled-ops.ts';
import type { LayerBlock } from '../network/architecture.ts';
import type { ForwardPass } from '../network/forward.ts';
import type { NormAccuracy } from './jacobian-norms.ts';
import { layerwiseNorms, type SampleNorms } from './sample-norms.ts';

/** One sample in so many is looked at again. */
const auditedShare = 8;

/**
 * Looks for ‖J^i‖² of the first eighth of the samples again, from other random numbers; where one was missed, for all.
 * @param ops operations, whose memory is started over
 * @param layers A^i and b^i, i = 1..L
 * @param pass at the same θ
 * @param accuracy of ‖J^i‖²
 * @param norms what was found; a norm that was missed is repaired
 * @returns how many norms were looked for again, and how many of them had been missed by more than ten times the tolerance
 * @throws {ConvergenceError} when a norm does not reach the accuracy
 */
export async function auditNorms(
  ops: RecycledOps,
  layers: readonly LayerBlock[],
  pass: ForwardPass,
  accuracy: NormAccuracy,
  { layerwiseJacobian }: Pick<SampleNorms, 'layerwiseJacobian'>,
): Promise<{ searches: number; missed: number }> {
  const samples = pass.outputs.rows;
  const search = async (count: number): Promise<{ searches: number; missed: number }> => {
    const part = {
      activations: pass.activations.map((x) => rowsOf(x, 0, count)),
      outputs: rowsOf(pass.outputs, 0, count),
    };
    const again = await layerwiseNorms(ops, layers, part, accuracy, 'audit');
    let missed = 0;
    again.forEach((values, i) => {
      const norm = layerwiseJacobian[i]!;
      values.forEach((value, sample) => {
        if (value > norm[sample]! * (1 + 10 * accuracy.tolerance)) missed++;
        norm[sample] = Math.max(norm[sample]!, value);
      });
    });
    return { searches: again.length * count, missed };
  };
  const first = await search(Math.ceil(samples / auditedShare));
  if (first.missed === 0) return first;
  const rest = await search(samples);
  return { searches: rest.searches, missed: first.missed + rest.missed };
}
