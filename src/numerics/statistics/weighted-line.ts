/** y ≈ intercept + slope·x, and how much of y's variance it explains. */
export interface WeightedLine {
  readonly intercept: number;
  readonly slope: number;
  /** R². */
  readonly determination: number;
}

/**
 * Weighted least squares for a line: minimises Σ w (y − a − b x)².
 * @param x [n]
 * @param y [n]
 * @param weights [n], not negative
 * @returns a, b and R² = 1 − Σ w·residual² / Σ w·deviation²; undefined where all weight lies on one x
 */
export function weightedLine(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[],
): WeightedLine | undefined {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += weight * dx * dx;
    xy += weight * dx * dy;
    yy += weight * dy * dy;
  }
  if (!(xx > 1e-12 * total * (1 + meanX * meanX))) return undefined;
  const slope = xy / xx;
  return { intercept: meanY - slope * meanX, slope, determination: yy === 0 ? 1 : (slope * xy) / yy };
}
