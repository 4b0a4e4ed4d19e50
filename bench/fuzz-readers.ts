/**
 * Damages good files of every format of arrays and images (bits flipped, bytes overwritten, cut out, doubled, cut off),
 * reads them, and prints what came of it: refused by name, read the same, read with other values, crashed.
 * Usage: node bench/fuzz-readers.ts [files a format, 1000] [seed, 2] [only formats whose name begins so]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damagedFormats, damageFiles } from '../test/damaged-files.ts';

const count = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 2);
const only = process.argv[4] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'eos-fuzz-readers-'));
console.log('format | refused | the same | other values | crashed | memory so far');
for (const format of damagedFormats.filter(({ name }) => name.startsWith(only))) {
  const { refused, same, changed, crashes } = await damageFiles(format, folder, count, seed);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`${format.name} | ${refused} | ${same} | ${changed} | ${crashes.length} | ${memory} MiB`);
  for (const crash of new Set(crashes)) console.log(`  ${crash}`);
}
rmSync(folder, { recursive: true });
