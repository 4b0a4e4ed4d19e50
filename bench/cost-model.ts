// How far the model of costs is off, stage by stage: node bench/cost-model.ts [CACHE…]
// The rows are those of data/costs.json and of the records of the caches named. With --write FILE NAME, the rows of the caches are
// written to FILE as those of the source NAME, in place of what it had of that source.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ActionIndex } from '../src/cache/actions/action-index.ts';
import { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { packagedCosts } from '../src/cli/cost/packaged-costs.ts';
import { fitCostModel, type CostRow } from '../src/execution/cost/cost-model.ts';
import { type CostObservation, recordedCosts } from '../src/execution/cost/observations.ts';

const STAGES = ['train', 'analyze'];

const [, , ...words] = process.argv;
const at = words.indexOf('--write');
const [, file, source] = at < 0 ? [] : words.splice(at, 3);
const own = words.flatMap((folder) => {
  const cache = new CacheFolder(folder);
  return recordedCosts(cache, new ActionIndex(cache), new Set(STAGES));
});

if (file !== undefined && source !== undefined) write(file, source, own);
const rows = [...own, ...(file === undefined ? packagedCosts(new Set(STAGES)) : [])];
console.log('| stage | quantity | rows | decided by | left out by size: factor | largest |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const stage of STAGES)
  for (const quantity of ['coreMs', 'peakMemoryBytes', 'sizeBytes'] as const) report(stage, quantity);

function report(stage: string, quantity: 'coreMs' | 'peakMemoryBytes' | 'sizeBytes'): void {
  const measured = rows
    .filter((row) => row.work === stage && (row[quantity] ?? 0) > 0)
    .map((row): CostRow => ({ features: row.features, value: row[quantity]! }));
  const names = fitCostModel(measured)?.names ?? [];
  const sizeOf = ({ features }: CostRow) => String(features.get('size') ?? features.get('run.size'));
  const errors = [...Map.groupBy(measured, sizeOf).values()].flatMap((out) => {
    const model = fitCostModel(measured.filter((row) => !out.includes(row)));
    return out.map(({ features, value }) => Math.log((model?.expect(features) ?? Number.NaN) / value));
  });
  const typical = Math.exp(Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length));
  const largest = Math.exp(Math.max(...errors.map(Math.abs)));
  console.log(
    `| ${stage} | ${quantity} | ${measured.length} | ${names.join(', ')} | ${typical.toFixed(2)} | ${largest.toFixed(2)} |`,
  );
}

function write(path: string, name: string, costs: readonly CostObservation[]): void {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '{"format":1,"sources":{},"rows":[]}';
  const old = JSON.parse(text) as { format: 1; sources: Record<string, string>; rows: { source: string }[] };
  const added = costs.map(({ work, features, coreMs, peakMemoryBytes, sizeBytes }) => ({
    stage: work,
    source: name,
    features: Object.fromEntries(
      [...features].filter(([feature]) =>
        /(^|\.)(experiment|criterion|size|width|depth|method)$/.test(feature),
      ),
    ),
    coreMs,
    ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
    sizeBytes,
  }));
  const rows = [...old.rows.filter((row) => row.source !== name), ...added]
    .map((row) => JSON.stringify(row))
    .sort();
  const sources = JSON.stringify({ ...old.sources, [name]: old.sources[name] ?? name }, undefined, 2);
  writeFileSync(path, `{\n"format": 1,\n"sources": ${sources},\n"rows": [\n${rows.join(',\n')}\n]\n}\n`);
}
