/** An input that no network can be trained on: where it lies, and what is to be done. */
export interface UnfitInput {
  row: number;
  column: number;
  fault: string;
}

/**
 * The first input that is no finite number, or so large that the squared norm of a sample may overflow, which then
 * spoils every mean over the samples.
 * @param inputs rows of inputs, row-major
 * @param columns values of a row
 * @param scale what the inputs are yet to be multiplied by
 */
export function unfitInput(inputs: ArrayLike<number>, columns: number, scale = 1): UnfitInput | undefined {
  const largest = Math.sqrt(Number.MAX_VALUE / Math.max(1, columns)) / Math.abs(scale);
  if (inputs instanceof Uint8Array && largest >= 255) return undefined;
  for (let index = 0; index < inputs.length; index++) {
    const value = inputs[index]!;
    // Not true of NaN.
    if (Math.abs(value) <= largest && Number.isFinite(value)) continue;
    const fault = Number.isFinite(value)
      ? `the input is ${value}, expected at most ${largest.toPrecision(2)} in size, beyond which the squared norm of a sample overflows: rescale or leave out this column`
      : `the input is ${value}, expected a finite number: remove or fill such values`;
    return { row: Math.floor(index / columns), column: index % columns, fault };
  }
  return undefined;
}
