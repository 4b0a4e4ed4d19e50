import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunRecorder } from '../../../src/artifacts/run-recorder.ts';
import { snapshotPath } from '../../../src/artifacts/snapshot-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const layers = [{ weight: { rows: 1, columns: 1, data: Float64Array.of(2) }, bias: Float64Array.of(3) }];
const row = (iteration: number, loss: number) => ({
  iteration,
  time: iteration,
  loss,
  stepSize: 1,
  eigenvalues: Float64Array.of(1),
  residual: 0,
  blockProducts: 1,
  capped: 0,
});

describe('RunRecorder', () => {
  it('continues from a checkpoint with the rows, snapshots and counts of before', () => {
    const [first, second, third] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const recorder = new RunRecorder(first);
    recorder.add(row(0, 1), layers, undefined);
    recorder.add(row(1, 0.5), undefined, { missed: 2 });
    recorder.save(second, { iteration: 2, parameters: Float64Array.of(1) });

    const resumed = new RunRecorder(third);
    expect(resumed.resume(second)).toEqual({ iteration: 2, parameters: Float64Array.of(1) });
    expect(resumed.rows).toEqual(recorder.rows);
    expect(resumed.counts).toEqual({ snapshots: [0], audits: 1, missedEigenvalues: 2 });
    expect(readFileSync(snapshotPath(third, 0))).toEqual(readFileSync(snapshotPath(first, 0)));
    recorder.finish();
    resumed.finish();
    const file = 'iterations.safetensors';
    expect(readFileSync(join(third, file))).toEqual(readFileSync(join(first, file)));
  });

  it('saves a checkpoint again and again, each complete', () => {
    const recorder = new RunRecorder(temporaryFolder());
    for (const iteration of [0, 1]) {
      recorder.add(row(iteration, 1), layers, undefined);
      const folder = join(temporaryFolder(), 'checkpoint');
      mkdirSync(folder);
      recorder.save(folder, { iteration });
      expect(new RunRecorder(temporaryFolder()).resume(folder)).toEqual({ iteration });
    }
  });

  it('estimates the progress by the logarithm of the loss', () => {
    const recorder = new RunRecorder(temporaryFolder());
    expect(recorder.fraction(0.01)).toBe(0);
    recorder.add(row(0, 1), undefined, undefined);
    expect(recorder.fraction(0.01)).toBe(0);
    recorder.add(row(1, 0.1), undefined, undefined);
    expect(recorder.fraction(0.01)).toBeCloseTo(0.5, 12);
    recorder.add(row(2, 0.001), undefined, undefined);
    expect(recorder.fraction(0.01)).toBe(1);
    recorder.add(row(3, 2), undefined, undefined);
    expect(recorder.fraction(0.01)).toBe(0);
  });
});
