import { describe, expect, it } from 'vitest';
import { runAlignment } from '../../../src/artifacts/alignment.ts';

describe('alignment.json', () => {
  const layer = { ratio: 0.3, squaredNorm: 7, sensitive: [0.5, 0.5], random: [0.9, 0.1] };
  const file = {
    format: 1,
    run: { experiment: 'dice', size: 30, networkSeed: 0, subsetSeed: 1 },
    classes: ['one'],
    snapshots: [{ iteration: 10, time: 0.1, loss: 1.2, samples: [[layer, layer]] }],
  };

  it('holds pictures by snapshot, sample and layer', () => {
    expect(runAlignment.parse(file)).toEqual(file);
  });

  it('refuses what it does not know, and what is missing', () => {
    expect(runAlignment.safeParse({ ...file, format: 2 }).success).toBe(false);
    expect(runAlignment.safeParse({ ...file, note: '' }).success).toBe(false);
    const { random, ...rest } = layer;
    expect(random).toHaveLength(2);
    const samples = [[rest]];
    expect(runAlignment.safeParse({ ...file, snapshots: [{ ...file.snapshots[0], samples }] }).success).toBe(
      false,
    );
  });
});
