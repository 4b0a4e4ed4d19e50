import type { DatasetDescription } from '../artifacts/dataset.ts';

/**
 * Turns stored rows into network inputs: float64 as they are; bytes times the scale, with the stored columns repeated
 * once a channel (channel-major, so that channel c holds columns c·n .. (c+1)·n-1).
 */
export function decodeInputs(
  stored: ArrayLike<number>,
  description: Pick<DatasetDescription, 'encoding' | 'inputShape'>,
): Float64Array {
  const { encoding, inputShape } = description;
  if (encoding.type === 'float64') return stored instanceof Float64Array ? stored : Float64Array.from(stored);
  const columns = inputShape.reduce((product, length) => product * length, 1);
  const storedColumns = columns / encoding.channels;
  const samples = stored.length / storedColumns;
  const inputs = new Float64Array(samples * columns);
  for (let sample = 0; sample < samples; sample++) {
    for (let column = 0; column < storedColumns; column++) {
      const value = stored[sample * storedColumns + column]! * encoding.scale;
      for (let channel = 0; channel < encoding.channels; channel++)
        inputs[sample * columns + channel * storedColumns + column] = value;
    }
  }
  return inputs;
}
