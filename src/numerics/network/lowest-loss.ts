import { hash } from 'node:crypto';
import { rowsOf } from '../../tensors/matrix.ts';
import type { TrainingProblem } from './training-loss.ts';

/**
 * The loss that no network falls below where equal inputs have different labels: it can at best give such an input the shares p_c of
 * its labels.
 *
 * Cross-entropy: the mean over the samples of −Σ_c p_c log p_c. MSE: that of Σ_c p_c (1 − p_c), divided by O where the reduction is the mean.
 * @param problem samples, criterion, and of the network the number of outputs
 * @returns 0 where equal inputs have equal labels
 */
export function lowestLoss({ network, inputs, labels, criterion }: TrainingProblem): number {
  const groups = new Map<string, number[]>();
  for (let sample = 0; sample < inputs.rows; sample++) {
    // −0 is 0.
    const values = rowsOf(inputs, sample, 1).data.map((value) => value + 0);
    const digest = hash('sha256', values, 'base64');
    const group = groups.get(digest);
    if (group === undefined) groups.set(digest, [labels[sample]!]);
    else group.push(labels[sample]!);
  }
  let sum = 0;
  for (const group of groups.values()) {
    const counts = new Map<number, number>();
    for (const label of group) counts.set(label, (counts.get(label) ?? 0) + 1);
    for (const count of counts.values()) {
      const share = count / group.length;
      sum += count * (criterion.name === 'cross-entropy' ? -Math.log(share) : 1 - share);
    }
  }
  const divisor = criterion.name === 'mse' && criterion.reduction === 'mean' ? network.widths.at(-1)! : 1;
  return sum / inputs.rows / divisor;
}
