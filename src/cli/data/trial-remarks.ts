import type { DatasetDescription } from '../../artifacts/dataset.ts';

/** What a person should know before training on a dataset. */
export function trialRemarks({ train, test, classes }: DatasetDescription): string[] {
  const { statistics, samples, samplesPerClass } = train;
  const remarks: string[] = [];
  const absent = classes.filter((_, label) => samplesPerClass[label] === 0);
  if (absent.length > 0) remarks.push(`no training sample is of class ${absent.slice(0, 10).join(', ')}`);
  const lower = classes.map((name) => name.toLowerCase());
  const twin = lower.findIndex((name, label) => lower.indexOf(name) < label);
  if (twin >= 0)
    remarks.push(
      `the classes ${classes[lower.indexOf(lower[twin]!)]!} and ${classes[twin]!} differ in capital letters only`,
    );
  const counts = samplesPerClass.filter((count) => count > 0);
  if (Math.max(...counts) > 10 * Math.min(...counts))
    remarks.push(
      `the classes are of unequal size: from ${Math.min(...counts)} to ${Math.max(...counts)} samples`,
    );
  if (statistics !== undefined) {
    const { constantColumns, duplicates, conflictingDuplicates, smallest, largest } = statistics;
    if (constantColumns > 0) remarks.push(`${constantColumns} columns hold the same value in every sample`);
    if (duplicates > 0)
      remarks.push(
        `${duplicates} of the ${samples} samples repeat an earlier one${conflictingDuplicates > 0 ? `, ${conflictingDuplicates} under another label` : ''}`,
      );
    if (Math.max(-smallest, largest) > 100)
      remarks.push(
        `inputs reach ${Math.max(-smallest, largest)}: standardize: features (or all) may be wanted`,
      );
  }
  if (test === undefined) remarks.push('there is no test split');
  return remarks;
}
