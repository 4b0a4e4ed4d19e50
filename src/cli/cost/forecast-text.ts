import type { CostForecast } from '../../execution/cost/forecast.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { estimateText } from '../../progress/duration-text.ts';
import { sizeText } from '../../progress/size-text.ts';

/** What takes less processor time is over before anybody has read of it. */
const LEAST_MS = 10_000;

/** A forecast in words; undefined where it is not worth them. */
export function forecastText(forecast: CostForecast | undefined): string | undefined {
  if (forecast === undefined || forecast.coreMs < LEAST_MS) return undefined;
  const { coreMs, wallMs, jobs, peakMemoryBytes, diskBytes, errorFactor, unknown } = forecast;
  const parts = [
    `about ${estimateText(coreMs)} of processor time, ${estimateText(wallMs)} with -j ${jobs} on idle cores`,
    `up to ${sizeText(peakMemoryBytes)} of memory, ${sizeText(diskBytes)} of disk`,
  ];
  if (errorFactor !== undefined)
    parts.push(`an instance typically differs by a factor of ${errorFactor.toFixed(1)}`);
  if (unknown > 0) parts.push(`nothing is known of ${counted(unknown, 'instance')}`);
  return `expected cost: ${parts.join('; ')}`;
}
