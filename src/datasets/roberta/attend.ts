import { zeros, type Matrix } from '../../tensors/matrix.ts';
import { headWidth } from './read-network.ts';

/**
 * Multi-head attention without a mask: softmax(Q Kᵀ / √64) V for every sequence and head, 64 columns each.
 *
 * By plain loops: sequences are short, and their products small beside those with the weights.
 * @param query Q of all sequences, [sequences · tokens, width]
 * @param key K
 * @param value V
 * @param tokens length of each sequence
 * @returns [sequences · tokens, width], new memory
 */
export function attend(query: Matrix, key: Matrix, value: Matrix, tokens: number): Matrix {
  const { rows, columns } = query;
  const result = zeros(rows, columns);
  const weights = new Float64Array(tokens);
  for (let row = 0; row < rows; row++) {
    const first = row - (row % tokens);
    for (let head = 0; head < columns; head += headWidth) {
      const from = row * columns + head;
      softmax(weights, (other) => {
        const to = (first + other) * columns + head;
        let sum = 0;
        for (let k = 0; k < headWidth; k++) sum += query.data[from + k]! * key.data[to + k]!;
        return sum / Math.sqrt(headWidth);
      });
      for (let other = 0; other < tokens; other++) {
        const weight = weights[other]!;
        const at = (first + other) * columns + head;
        for (let k = 0; k < headWidth; k++) result.data[from + k]! += weight * value.data[at + k]!;
      }
    }
  }
  return result;
}

function softmax(weights: Float64Array, score: (index: number) => number): void {
  let largest = -Infinity;
  for (let i = 0; i < weights.length; i++) {
    weights[i] = score(i);
    largest = Math.max(largest, weights[i]!);
  }
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] = Math.exp(weights[i]! - largest);
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
}
