/**
 * The quantile t with P(|T| > t) = `tail` of Student's distribution, by bisection of its closed form for whole degrees of
 * freedom (Abramowitz & Stegun 26.7.3 and 26.7.4; relative error below 1e-12).
 * @param tail both tails together, in (0, 1): 0.05 for an interval of 95 %
 * @param freedom whole degrees of freedom ν ≥ 1
 * @returns t > 0
 */
export function studentQuantile(tail: number, freedom: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const angle = (low + high) / 2;
    if (withinAngle(angle, freedom) < 1 - tail) low = angle;
    else high = angle;
  }
  return Math.sqrt(freedom) * Math.tan((low + high) / 2);
}

/** P(|T| ≤ √ν tan θ): a finite series in powers of cos θ, even ones for even ν, odd ones for odd ν. */
function withinAngle(angle: number, freedom: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let power = odd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
