import { markdownTable } from '../../src/cli/markdown/markdown-table.ts';
import type { PaperReading } from '../../src/report/paper/readings.ts';

/** docs/readings.md: how this project reads the places where the paper is silent or misprinted, as the report lists them. */
export function readingsPage(readings: readonly PaperReading[]): string {
  const rows = readings.map(({ id, text }) => [id, text.replaceAll('|', String.raw`\|`)]);
  return `# Readings of the paper

Where the paper is silent or misprinted, something had to be decided. Each such decision has a number, by which the report, the code and the tests name it;
made by \`npm run reference\` from what the report shows. Those of the datasets, with the parameters that choose otherwise, are in
[datasets](data.md): R14 (dice), R15 (CIFAR-10), R16 (AtrialFibrillation), R17 and R17b (SST).

${markdownTable(['number', 'reading'], rows)}
`;
}
