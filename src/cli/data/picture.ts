const shades = ' .:-=+*#%@';
const bars = '▁▂▃▄▅▆▇█';

/** Characters across. */
const WIDTH = 48;

/**
 * An input as characters: an image [channels, height, width] in shades of its mean channel, anything else a row of bars
 * a channel; between its smallest and largest value.
 */
export function picture(inputs: Float64Array, shape: readonly number[]): string {
  const smallest = inputs.reduce((least, value) => Math.min(least, value), Infinity);
  const largest = inputs.reduce((most, value) => Math.max(most, value), -Infinity);
  const level = (value: number, levels: number): number =>
    largest > smallest
      ? Math.min(levels - 1, Math.floor(((value - smallest) / (largest - smallest)) * levels))
      : 0;
  const [height, width] = shape.slice(-2);
  if (height !== undefined && width !== undefined && isImage(height, width)) {
    const channels = inputs.length / (height * width);
    const means = Float64Array.from({ length: height * width }, (_, pixel) =>
      Array.from({ length: channels }, (_, channel) => inputs[channel * height * width + pixel]!).reduce(
        (sum, value) => sum + value / channels,
        0,
      ),
    );
    const columns = Math.min(WIDTH, 2 * width);
    // Characters are twice as high as wide.
    const lines = Math.max(1, Math.round((columns * height) / width / 2));
    return Array.from({ length: lines }, (_, line) =>
      Array.from({ length: columns }, (_, column) => {
        const y = Math.floor(((line + 0.5) * height) / lines);
        const x = Math.floor(((column + 0.5) * width) / columns);
        return shades[level(means[y * width + x]!, shades.length)]!;
      }).join(''),
    ).join('\n');
  }
  const length = shape.length > 1 ? width! : inputs.length;
  const columns = Math.min(WIDTH, length);
  return Array.from({ length: Math.min(inputs.length / length, 8) }, (_, channel) =>
    Array.from({ length: columns }, (_, column) => {
      const value = inputs[channel * length + Math.floor(((column + 0.5) * length) / columns)]!;
      return bars[level(value, bars.length)]!;
    }).join(''),
  ).join('\n');
}

/** Series of many channels are much longer than there are channels. */
function isImage(height: number, width: number): boolean {
  return Math.min(height, width) >= 6 && Math.max(height, width) <= 4 * Math.min(height, width);
}
