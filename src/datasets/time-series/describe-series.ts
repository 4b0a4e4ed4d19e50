import { atrialFibrillation } from './atrial-fibrillation.ts';
import type { WindowSettings } from './cut-windows.ts';
import type { TimeSeriesFile } from './parse-time-series.ts';
import type { SeriesDataset } from './prepare-time-series.ts';

/** What the user says of series that are not those of the paper. */
export interface SeriesFacts {
  title?: string | undefined;
  attribution?: string | undefined;
}

/**
 * What a `.ts` file is: AtrialFibrillation where it says so and has its classes and channels; else what it calls itself,
 * with nobody else's attribution.
 */
export function describeSeries(
  file: TimeSeriesFile,
  settings: WindowSettings,
  { title, attribution }: SeriesFacts,
): SeriesDataset {
  const known = atrialFibrillation(settings);
  const readings = known.readings;
  if (isAtrialFibrillation(file))
    return {
      ...known,
      ...(title !== undefined && { title }),
      ...(attribution !== undefined && { attribution }),
    };
  const name = file.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return {
    name: name || 'series',
    title: title ?? file.name,
    attribution:
      attribution ?? `The series ${file.name}; where they come from is not stated (with.attribution).`,
    readings: readings.map((reading) => reading.replace(/^R16: /, '')),
  };
}

function isAtrialFibrillation({ name, classes, series }: TimeSeriesFile): boolean {
  return /^atrialfibrillation/i.test(name) && classes.join() === 'n,s,t' && series[0]?.channels.length === 2;
}
