import type { WindowSettings } from './cut-windows.ts';
import type { SeriesDataset } from './prepare-time-series.ts';

/** What AtrialFibrillation is, where it comes from, and how these windows read the paper (R16). */
export function atrialFibrillation({ window, stride, windows, channels }: WindowSettings): SeriesDataset {
  return {
    name: 'atrial-fibrillation',
    title: 'AtrialFibrillation',
    attribution:
      'Contains information from the AF Termination Challenge Database (G. B. Moody, PhysioNet, https://physionet.org/content/aftdb/), ' +
      'which is made available under the Open Data Commons Attribution License v1.0 (ODC-By), in the form of the UEA multivariate ' +
      'time series archive (A. Bagnall et al. 2018, https://www.timeseriesclassification.com).',
    readings: [
      `R16: ${windows} windows of ${window} points a series, at stride ${stride}, ` +
        (channels === undefined ? 'all channels' : `channels ${channels.join(', ')}`) +
        ' one after the other; values as recorded, not standardised.',
    ],
  };
}
