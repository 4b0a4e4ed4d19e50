import { describe, expect, it } from 'vitest';
import { forecastText } from '../../../../src/cli/cost/forecast-text.ts';

const forecast = {
  instances: 10,
  unknown: 0,
  coreMs: 7_500_000,
  wallMs: 3_900_000,
  jobs: 2,
  peakMemoryBytes: 1.2e9,
  diskBytes: 14e9,
};

describe('a forecast in words', () => {
  it('has processor time, time at -j, memory and disk', () => {
    expect(forecastText(forecast)).toBe(
      'expected cost: about 2h05m of processor time, 1h05m with -j 2 on idle cores; up to 1.2 GB of memory, 14 GB of disk',
    );
  });

  it('says how far it may be off, and of what nothing is known', () => {
    expect(forecastText({ ...forecast, errorFactor: 1.44, unknown: 1 })).toMatch(
      /; an instance typically differs by a factor of 1\.4; nothing is known of 1 instance$/,
    );
  });

  it('is silent where nothing is known, or the run is over in a moment', () => {
    expect(forecastText(undefined)).toBeUndefined();
    expect(forecastText({ ...forecast, coreMs: 9000 })).toBeUndefined();
  });
});
