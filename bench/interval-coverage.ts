import { createRandom } from '../src/numerics/random.ts';
import { bootstrapPowerLaw, type Interval, type SeededPoint } from '../src/numerics/statistics/bootstrap.ts';

// usage: node bench/interval-coverage.ts [EXPERIMENTS] [DRAWS]
// How often the 95 % intervals of a power law hold the truth, for made-up studies log P = log c_1 + c_2 log D + effects of the
// network seed, of the subset seed and of both, on the level and on the slope, + noise of each run (0.1).

const [experiments = 400, draws = 1000] = process.argv.slice(2).map(Number);

interface Study {
  name: string;
  seeds: number;
  sizes: readonly number[];
  /** Standard deviations of the effects of each seed. */
  level: readonly [network: number, subset: number];
  slope: readonly [network: number, subset: number];
}

const five = [60, 120, 240, 480, 960];
const three = [30, 60, 120];
const studies: readonly Study[] = [
  {
    name: '4 × 4 seeds, 5 sizes, effects on the level',
    seeds: 4,
    sizes: five,
    level: [0.1, 0.1],
    slope: [0, 0],
  },
  {
    name: '4 × 4 seeds, 5 sizes, effects on level and slope',
    seeds: 4,
    sizes: five,
    level: [0.1, 0.1],
    slope: [0.05, 0.05],
  },
  {
    name: '4 × 4 seeds, 5 sizes, the network seed only',
    seeds: 4,
    sizes: five,
    level: [0.15, 0],
    slope: [0.08, 0],
  },
  { name: '4 × 4 seeds, 5 sizes, no effect of seeds', seeds: 4, sizes: five, level: [0, 0], slope: [0, 0] },
  {
    name: '2 × 2 seeds, 3 sizes, effects on level and slope',
    seeds: 2,
    sizes: three,
    level: [0.1, 0.1],
    slope: [0.05, 0.05],
  },
  { name: '2 × 2 seeds, 3 sizes, no effect of seeds', seeds: 2, sizes: three, level: [0, 0], slope: [0, 0] },
];

const truth = { coefficient: 0.0025, exponent: 0.45 };

function made({ seeds, sizes, level, slope }: Study, experiment: number): SeededPoint[] {
  const random = createRandom(experiment, 'coverage');
  const effects = (deviation: number) => Array.from({ length: seeds }, () => deviation * random.gaussian());
  const [levels, slopes] = [level.map(effects), slope.map(effects)] as [number[][], number[][]];
  const middle = sizes.reduce((sum, size) => sum + Math.log(size), 0) / sizes.length;
  const points: SeededPoint[] = [];
  for (let networkSeed = 0; networkSeed < seeds; networkSeed++)
    for (let subsetSeed = 0; subsetSeed < seeds; subsetSeed++)
      for (const size of sizes) {
        const tilt = (slopes[0]![networkSeed]! + slopes[1]![subsetSeed]!) * (Math.log(size) - middle);
        const shift = levels[0]![networkSeed]! + levels[1]![subsetSeed]! + tilt + 0.1 * random.gaussian();
        const value = truth.coefficient * size ** truth.exponent * Math.exp(shift);
        points.push({ size, networkSeed, subsetSeed, value });
      }
  return points;
}

const holds = ({ low, high }: Interval, value: number) => (low <= value && value <= high ? 1 : 0);
const percent = (count: number) => `${((100 * count) / experiments).toFixed(1)} %`.padStart(9);

console.log(`${experiments} made-up studies each, ${draws} draws; share of intervals that hold the truth`);
console.log(`${' '.repeat(50)}  clustered by seeds             runs as if independent`);
console.log(`${' '.repeat(50)}      c_2      c_1   middle        c_2      c_1   middle`);
for (const study of studies) {
  const counts = [0, 0, 0, 0, 0, 0];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const points = made(study, experiment);
    const alone = points.map((point, run) => ({ ...point, networkSeed: run, subsetSeed: 0 }));
    for (const [which, runs] of [points, alone].entries()) {
      const { intervals, band } = bootstrapPowerLaw(runs, draws, experiment);
      const middle = band[band.length >> 1]!;
      counts[3 * which]! += holds(intervals.exponent, truth.exponent);
      counts[3 * which + 1]! += holds(intervals.coefficient, truth.coefficient);
      counts[3 * which + 2]! += holds(middle, truth.coefficient * middle.size ** truth.exponent);
    }
  }
  const [a, b, c, d, e, f] = counts.map(percent);
  console.log(`${study.name.padEnd(50)}${a}${b}${c}  ${d}${e}${f}`);
}
