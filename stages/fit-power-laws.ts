import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runAnalysis } from '../src/artifacts/analysis.ts';
import { powerLawFit, type PowerLawFit } from '../src/artifacts/power-laws.ts';
import { experimentName } from '../src/artifacts/run-description.ts';
import {
  bootstrapPowerLaw,
  endOfTransient,
  fitPowerLaw,
  peakOverTraining,
  powerLawObstacle,
} from '../src/numerics/index.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';
import { present } from '../src/present.ts';

export default defineStage({
  name: 'fit-power-laws',
  description:
    'Fits the peak alignment of the layerwise Jacobians against the dataset size, over all runs of an experiment.',
  params: z.strictObject({
    /** Which experiment the runs belong to. */
    experiment: experimentName,
    /** Snapshots before this iteration belong to the transient. */
    ignoreBefore: z.int().nonnegative().default(endOfTransient),
    /** Draws of the bootstrap over both seeds. */
    resamples: z.int().min(100).default(10_000),
    /** Of the bootstrap. */
    seed: z.int().default(0),
  }),
  inputs: { analyses: 'many' },
  outputs: ['power-law.json'],
  run(context) {
    const { experiment, ignoreBefore, resamples, seed } = context.params;
    const points: PowerLawFit['points'] = [];
    for (const { name, path } of context.inputs('analyses')) {
      const { run, snapshots } = runAnalysis.parse(
        JSON.parse(readFileSync(join(path, 'analysis.json'), 'utf8')),
      );
      if (run.experiment !== experiment)
        throw new RangeError(
          `${name} is of the experiment ${run.experiment}, expected ${experiment}: a law is fitted to the runs of one experiment; give both stages the matrix axis experiment, so that each law collects its own`,
        );
      const peakAlignment = peakOverTraining(
        snapshots,
        (snapshot) => snapshot.jacobianAlignmentProduct[0]!,
        ignoreBefore,
      );
      const { size, networkSeed, subsetSeed } = run;
      if (peakAlignment === undefined)
        context.log(`${name} has no snapshot from iteration ${ignoreBefore} on: left out`);
      else points.push({ size, networkSeed, subsetSeed, peakAlignment });
    }
    points.sort((a, b) => a.size - b.size || a.networkSeed - b.networkSeed || a.subsetSeed - b.subsetSeed);
    const law = points.map(({ peakAlignment, ...place }) => ({ ...place, value: peakAlignment }));
    const reason = powerLawObstacle(law);
    const bootstrap = reason === undefined ? bootstrapPowerLaw(law, resamples, seed) : undefined;
    const fit = bootstrap && {
      ...fitPowerLaw(law),
      intervals: bootstrap.intervals,
      drawn: bootstrap.drawn,
    };
    const result = powerLawFit.parse({
      format: 1,
      experiment,
      runs: points.length,
      points,
      ...present({ fit, reason }),
      band: [...(bootstrap?.band ?? [])],
    } satisfies PowerLawFit);
    writeFileSync(join(context.output, 'power-law.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    if (fit === undefined) return { runs: points.length };
    const { coefficient, exponent, determination } = fit;
    return { runs: points.length, coefficient, exponent, determination };
  },
});
