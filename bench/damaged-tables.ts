// Damages small tables and series of every format, many times, and counts what becomes of them: node bench/damaged-tables.ts 10000
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mersenne } from 'pure-rand/generator/mersenne';
import { damaged } from '../test/damage.ts';
import { readAll, readDamaged } from '../test/read-damaged.ts';
import { tableSamples } from '../test/table-samples.ts';

const [inputs = 1000, seed = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4];
const folder = mkdtempSync(join(tmpdir(), 'eos-damaged-'));
const path = join(folder, 'data');
console.log('format             refused    same   other  nameless  slowest ms  peak MB');
for (const { name, bytes, source } of tableSamples.filter(
  (sample) => only === undefined || sample.name === only,
)) {
  writeFileSync(path, bytes);
  const whole = await readAll(path, 'data', source);
  const generator = mersenne(seed);
  const counts = { refused: 0, same: 0, other: 0, nameless: 0 };
  let slowest = 0;
  let peak = 0;
  for (let count = 0; count < inputs; count++) {
    const start = process.cpuUsage();
    const { kind, message } = await readDamaged(path, { bytes: damaged(bytes, generator), source, whole });
    const { user, system } = process.cpuUsage(start);
    slowest = Math.max(slowest, (user + system) / 1000);
    peak = Math.max(peak, process.memoryUsage().rss / 1e6);
    counts[kind]++;
    if (kind === 'nameless') console.log(`  input ${count}: ${message ?? ''}`);
  }
  const { refused, same, other, nameless } = counts;
  const cells = [refused, same, other, nameless, Math.round(slowest), Math.round(peak)];
  const widths = [7, 8, 8, 10, 12, 9];
  console.log(`${name.padEnd(19)}${cells.map((cell, i) => String(cell).padStart(widths[i]!)).join('')}`);
}
rmSync(folder, { recursive: true });
