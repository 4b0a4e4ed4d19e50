import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareWithReference, readReference } from '../../../../src/report/data/reference-comparison.ts';
import { reportJson } from '../../../../src/report/data/report-json.ts';
import { reportResults } from '../../../../src/report/data/report-results.ts';
import { sampleReport, type SampleReport } from '../../../synthetic/sample-report.ts';

const dice = 'dice-cross-entropy';

function resultsOf({ inputs, settings }: SampleReport) {
  return reportResults(inputs, settings);
}

describe('a run against the reference results', () => {
  it('finds that every number of the same runs agrees with itself, and counts no runs', () => {
    using sample = sampleReport();
    const results = resultsOf(sample);
    const compared = compareWithReference(results, { results, digest: 'abc' });
    expect(compared).toMatchObject({
      digest: 'abc',
      networks: results.totals.finished,
      differ: 0,
      apart: [],
    });
    expect(compared.agree).toBe(compared.numbers.length);
    // Five of each run, and those over runs.
    expect(compared.agree).toBeGreaterThan(5 * 22);
    expect(compared.numbers.some(({ name }) => name.startsWith('totals'))).toBe(false);
  });

  it('tells a number within its tolerance from one beyond it, and how far within or beyond', () => {
    using sample = sampleReport();
    const results = resultsOf(sample);
    const reference = structuredClone(results);
    const [one, other] = reference.runs;
    one!.peakAlignment = results.runs[0]!.peakAlignment! * 1.005;
    other!.peakAlignment = results.runs[1]!.peakAlignment! * 1.03;
    const { numbers, differ } = compareWithReference(results, { results: reference, digest: '' });
    expect(differ).toBe(1);
    const of = (id: string) => numbers.find(({ name }) => name === `run ${id}, peakAlignment`)!;
    expect(of(one!.id)).toMatchObject({ agrees: true, kind: 'extreme', reference: one!.peakAlignment });
    expect(of(one!.id).part).toBeCloseTo(0.5, 2);
    expect(of(other!.id).agrees).toBe(false);
    expect(of(other!.id).part).toBeCloseTo(2.91, 2);
  });

  it('compares nothing of another width or transient, and says what is other', () => {
    using sample = sampleReport();
    const results = resultsOf(sample);
    const reference = structuredClone(results);
    reference.ignoreBefore = 20;
    for (const row of reference.experiments) if (row.network) row.network.width = 512;
    const compared = compareWithReference(results, { results: reference, digest: '' });
    expect(compared.numbers).toEqual([]);
    expect(compared.apart).toEqual([
      { experiment: dice, reason: 'width is 32 here, 512 there; ignoreBefore is 10 here, 20 there' },
      {
        experiment: 'atrial-fibrillation-cross-entropy',
        reason: 'width is 32 here, 512 there; ignoreBefore is 10 here, 20 there',
      },
      {
        reason: expect.stringMatching(
          /^\d+ numbers of claims, power laws and discussion are over other sets of runs there$/,
        ) as string,
      },
    ]);
  });

  it('compares the runs that both have, and says which the reference does not have', () => {
    using sample = sampleReport();
    const results = resultsOf(sample);
    const reference = structuredClone(results);
    reference.runs = reference.runs.filter(({ experiment, size }) => experiment === dice && size !== 120);
    const { numbers, apart } = compareWithReference(results, { results: reference, digest: '' });
    expect(new Set(numbers.map(({ name }) => name.split('/')[1]))).toEqual(new Set(['30', '60']));
    expect(apart.slice(0, 2)).toEqual([
      { experiment: dice, reason: 'the reference results do not have 3 of these runs (D = 120)' },
      {
        experiment: 'atrial-fibrillation-cross-entropy',
        reason: 'the reference results have no run of it',
      },
    ]);
  });

  it('reads a report.json with the digest of the file', () => {
    using sample = sampleReport();
    const file = join(sample.root, 'report.json');
    writeFileSync(file, reportJson(sample.report));
    const { results, digest } = readReference(file);
    expect(results.title).toBe(sample.report.title);
    expect(digest).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
    // As readReport, it takes the folder of a report, too.
    expect(readReference(sample.root).digest).toBe(digest);
    expect(() => readReference(join(sample.root, 'none.json'))).toThrow('does not exist');
  });
});
