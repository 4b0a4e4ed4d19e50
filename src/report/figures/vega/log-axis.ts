/** A logarithmic axis: every tick, but grid lines that stand out at powers of ten only. */
export const logAxis = {
  tickCount: 3,
  format: ',~g',
  labelOverlap: true,
  labelBound: true,
  gridOpacity: {
    condition: { test: 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6', value: 1 },
    value: 0.35,
  },
} as const;
