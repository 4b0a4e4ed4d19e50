import type { DatasetDescription } from '../../../artifacts/dataset.ts';
import type { DatasetInput } from '../inputs/inputs.ts';
import { present } from '../../../present.ts';

/** What the report says of one dataset. */
export type DatasetRow = Pick<
  DatasetDescription,
  'name' | 'title' | 'classes' | 'inputShape' | 'attribution' | 'readings' | 'unverified'
> & {
  trainSamples: number;
  testSamples?: number;
  meanInput: number;
  meanSquaredNorm: number;
  duplicates?: number;
  constantColumns?: number;
};

/** One row a dataset, in the order given. */
export function datasetRows(datasets: readonly DatasetInput[]): DatasetRow[] {
  return datasets.map(({ description }) => {
    const { name, title, classes, inputShape, attribution, readings, train, test, unverified } = description;
    return {
      name,
      title,
      classes,
      inputShape,
      attribution,
      readings,
      trainSamples: train.samples,
      ...present({ testSamples: test?.samples }),
      meanInput: train.meanInput,
      meanSquaredNorm: train.meanSquaredNorm,
      ...present({
        unverified,
        duplicates: train.statistics?.duplicates,
        constantColumns: train.statistics?.constantColumns,
      }),
    };
  });
}
