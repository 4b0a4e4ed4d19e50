import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runAlignment, type LayerPicture, type RunAlignment } from '../src/artifacts/alignment.ts';
import { runAnalysis, type RunAnalysis } from '../src/artifacts/analysis.ts';
import { criterionOf, runDescription } from '../src/artifacts/run-description.ts';
import { readSnapshot, readSnapshotPosition } from '../src/artifacts/snapshot-file.ts';
import { readSubsetTensors } from '../src/artifacts/subset-file.ts';
import {
  architecture,
  endOfTransient,
  parallelAnalyzers,
  peakOverTraining,
  type AlignmentPicture,
  type SnapshotAnalyzer,
} from '../src/numerics/index.ts';
import { regularCheckpoint } from '../src/pipeline/stage/regular-checkpoint.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';
import { backendName } from '../src/tensors/describe-backend.ts';
import { openBlas } from '../src/tensors/open-blas.ts';

/** Every tenth snapshot, from the second on, is audited. */
const auditEvery = 10;
const auditFrom = 1;

/** Samples whose alignment is pictured, the first of the subset. */
const picturedSamples = 3;
/** Significant digits of what is drawn. */
const pictureDigits = 6;

/** What a checkpoint keeps. */
const doneBefore = runAnalysis
  .pick({ snapshots: true, saturated: true, audits: true })
  .extend({ pictures: runAlignment.shape.snapshots });
type Done = z.infer<typeof doneBefore>;

export default defineStage({
  name: 'analyze',
  description: 'Decomposes the sharpness of every snapshot of a run into its components.',
  params: z.strictObject({
    /** Relative accuracy of ‖J‖² and of the eigenvalues. */
    tolerance: z.number().positive().default(1e-6),
    /** Snapshots before this iteration belong to the transient: the peak that the stage reports is one of those after it. */
    ignoreBefore: z.int().nonnegative().default(endOfTransient),
  }),
  inputs: { run: 'one' },
  outputs: ['analysis.json', 'alignment.json'],
  parallel: true,
  async run(context) {
    const { path: folder } = context.input('run');
    const { tolerance, ignoreBefore } = context.params;
    const run = runDescription.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')));
    const { inputs, labels } = readSubsetTensors(folder);
    const { depth, width } = run.network;
    const ops = await openBlas();
    context.software('BLAS', backendName(ops.backend));
    const problem = {
      network: architecture(inputs.columns, depth, width, run.classes.length),
      inputs,
      labels,
      criterion: criterionOf(run),
    };
    const accuracy = { tolerance, eigenTolerance: tolerance };

    const folderOfCheckpoint = context.checkpoint.load();
    const done: Done =
      folderOfCheckpoint === undefined
        ? { snapshots: [], saturated: [], audits: { searches: 0, missed: 0 }, pictures: [] }
        : doneBefore.parse(JSON.parse(readFileSync(join(folderOfCheckpoint, 'done.json'), 'utf8')));
    const { pictures, ...analysed } = done;
    const { snapshots, saturated, audits } = analysed;
    const isDone = new Set([...snapshots, ...saturated].map(({ iteration }) => iteration));
    const open = [...run.snapshots.entries()].filter(([, iteration]) => !isDone.has(iteration));
    const keep = regularCheckpoint(context);
    const analyze = async (analyzer: SnapshotAnalyzer, index: number, iteration: number): Promise<void> => {
      context.progress({
        fraction: (snapshots.length + saturated.length) / run.snapshots.length,
        message: `snapshot ${index + 1} of ${run.snapshots.length}, iteration ${iteration}`,
      });
      await keep((target) => {
        writeFileSync(join(target, 'done.json'), JSON.stringify(done));
      });
      const { time } = readSnapshotPosition(folder, iteration);
      const {
        quantities,
        missing,
        audit,
        pictures: samples,
      } = await analyzer.analyze(
        readSnapshot(folder, iteration),
        index % auditEvery === auditFrom,
        picturedSamples,
      );
      if (audit) {
        audits.searches += audit.searches;
        audits.missed += audit.missed;
        if (audit.missed > 0)
          context.log(`iteration ${iteration}: the audit found ${audit.missed} missed value(s), repaired`);
      }
      if (samples && missing === undefined)
        pictures.push({
          iteration,
          time,
          loss: quantities.loss,
          samples: samples.map((layers) => layers.map(rounded)),
        });
      if (missing === undefined) snapshots.push({ iteration, time, ...quantities });
      else {
        const { loss, hessian, gaussNewton, residual } = quantities;
        saturated.push({ iteration, time, loss, hessian, gaussNewton, residual, missing });
        context.warn(
          `iteration ${iteration}: ${missing}, so the alignment ratios of this snapshot have no value; it is left out of fits and figures`,
        );
      }
    };
    // Each takes the next snapshot that is open, until there is none.
    const next = open.values();
    const count = Math.min(context.parallel, open.length);
    const { analyzers, end } = parallelAnalyzers(count, ops, problem, accuracy);
    try {
      await Promise.all(
        analyzers.map(async (analyzer) => {
          for (const [index, iteration] of next) await analyze(analyzer, index, iteration);
        }),
      );
    } finally {
      await end();
    }
    for (const rows of [snapshots, saturated, pictures]) rows.sort((a, b) => a.iteration - b.iteration);
    const analysis = runAnalysis.parse({ format: 1, run, ...analysed } satisfies RunAnalysis);
    writeFileSync(join(context.output, 'analysis.json'), `${JSON.stringify(analysis, undefined, 2)}\n`);
    const { experiment, size, networkSeed, subsetSeed } = run;
    const alignment = runAlignment.parse({
      format: 1,
      run: { experiment, size, networkSeed, subsetSeed },
      classes: [...labels.subarray(0, picturedSamples)].map((label) => run.classes[label] ?? String(label)),
      snapshots: pictures,
    } satisfies RunAlignment);
    writeFileSync(join(context.output, 'alignment.json'), `${JSON.stringify(alignment)}\n`);
    const peak = peakOverTraining(
      snapshots,
      (snapshot) => snapshot.jacobianAlignmentProduct[0]!,
      ignoreBefore,
    );
    return { snapshots: snapshots.length, ...(peak !== undefined && { peakAlignment: peak }) };
  },
});

function rounded({ ratio, squaredNorm, sensitive, random }: AlignmentPicture): LayerPicture {
  const short = (value: number) => Number(value.toPrecision(pictureDigits));
  return {
    ratio: short(ratio),
    squaredNorm: short(squaredNorm),
    sensitive: sensitive.map(short),
    random: random.map(short),
  };
}
