/**
 * Mean and standard deviation of numbers that stream past, at any offset and scale. Each block is taken about its own
 * mean, and blocks are joined by M = M_a + M_b + δ² n_a n_b/(n_a + n_b) with δ the difference of their means, in units near
 * the first difference that is not 0, so that squares neither overflow nor vanish.
 *
 * T. F. Chan, G. H. Golub, R. J. LeVeque, Algorithms for Computing the Sample Variance, The American Statistician 37 (1983).
 */
export class Moments {
  #count = 0;
  /** The first number; means are kept as differences from it. */
  #origin = 0;
  #mean = 0;
  /** The inverse of the unit: a power of two, so that it costs no digits. */
  #scale = 1;
  /** Sum of the squared differences from the mean, in units. */
  #squares = 0;

  /** Takes in `values[start]`, `values[start + 1]`, … up to before `end`. */
  add(values: ArrayLike<number>, start = 0, end = values.length): void {
    const count = end - start;
    if (count === 0) return;
    if (this.#count === 0) this.#origin = values[start]!;
    const origin = this.#origin;
    let sum = 0;
    for (let index = start; index < end; index++) sum += values[index]! - origin;
    const about = sum / count;
    if (this.#squares === 0) this.#chooseScale(values, start, end, about);
    const scale = this.#scale;
    let rest = 0;
    let squares = 0;
    for (let index = start; index < end; index++) {
      const difference = (values[index]! - origin - about) * scale;
      rest += difference;
      squares += difference * difference;
    }
    // "about" is the mean but for its rounding, which counts where the mean is large.
    const mean = about + rest / count / scale;
    squares -= (rest * rest) / count;
    const total = this.#count + count;
    const apart = mean - this.#mean;
    this.#squares += squares + (apart * scale) ** 2 * ((this.#count * count) / total);
    this.#mean += apart * (count / total);
    this.#count = total;
  }

  get mean(): number {
    return this.#origin + this.#mean;
  }

  /** Over all numbers, not over one fewer. */
  get standardDeviation(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.#count)) / this.#scale;
  }

  #chooseScale(values: ArrayLike<number>, start: number, end: number, about: number): void {
    let largest = Math.abs(about - this.#mean);
    for (let index = start; index < end; index++)
      largest = Math.max(largest, Math.abs(values[index]! - this.#origin - about));
    if (largest > 0) this.#scale = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  }
}
