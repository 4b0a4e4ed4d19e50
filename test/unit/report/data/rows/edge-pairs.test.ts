import { describe, expect, it } from 'vitest';
import { edgePairs } from '../../../../../src/report/data/rows/edge-pairs.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('edgePairs', () => {
  using sample = sampleReport();
  const { runs } = sample.inputs;

  it('sets gradient descent beside the flow from the same start, with what happens at the edge', () => {
    const [pair, ...others] = edgePairs(runs);
    expect(others).toEqual([]);
    expect(pair).toMatchObject({
      datasetTitle: 'AtrialFibrillation',
      criterion: 'mse',
      size: 480,
      width: 32,
      learningRate: 0.025,
      edge: 80,
      flowLeast: 60,
      flowMost: 140,
      flow: { run: 'edge-stabilized-rk/480/0/0', records: 41 },
      descent: { run: 'edge-gradient-descent/480/0/0', records: 401 },
    });
    const { iterations, meanSharpness, mostSharpness, lossRises } = pair!.atEdge!;
    expect(iterations).toBe(301);
    expect(Math.abs(meanSharpness - 80)).toBeLessThan(0.5);
    expect(mostSharpness).toBeLessThanOrEqual(84);
    expect(lossRises).toBeGreaterThan(0.2);
    expect(lossRises).toBeLessThan(0.6);
  });

  it('leaves out what has no twin, and says nothing of an edge that was not reached', () => {
    const descent = runs.find(({ id }) => id.startsWith('edge-gradient-descent'))!;
    const flow = runs.find(({ id }) => id.startsWith('edge-stabilized-rk'))!;
    expect(edgePairs([descent])).toEqual([]);
    const wider = { ...flow.description.network, width: 64 };
    expect(edgePairs([descent, { ...flow, description: { ...flow.description, network: wider } }])).toEqual(
      [],
    );
    const low = { ...descent.history, sharpness: descent.history.sharpness.map(() => 50) };
    expect(edgePairs([{ ...descent, history: low }, flow])[0]!.atEdge).toBeUndefined();
  });

  it('keeps at most a thousand records of a curve, the last among them', () => {
    const descent = runs.find(({ id }) => id.startsWith('edge-gradient-descent'))!;
    const flow = runs.find(({ id }) => id.startsWith('edge-stabilized-rk'))!;
    const long = Object.fromEntries(
      Object.entries(descent.history).map(([name]) => [
        name,
        Float64Array.from({ length: 5000 }, (_, row) => row),
      ]),
    ) as unknown as typeof descent.history;
    const { records, time } = edgePairs([{ ...descent, history: long }, flow])[0]!.descent;
    expect([records, time.length, time.at(-1)]).toEqual([5000, 1000, 4999]);
  });
});
