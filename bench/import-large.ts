/**
 * Imports .npy arrays of growing size and prints time and memory of each: time is to grow with the size, memory is not.
 * Usage: node bench/import-large.ts [GiB of the largest, 1] [c|fortran]. Needs twice that room in the folder for temporary files.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDataset, importSettings } from '../src/datasets/import/import-dataset.ts';

const COLUMNS = 784;
const largest = Number(process.argv[2] ?? 1);
const fortran = process.argv[3] === 'fortran';

function writeArray(path: string, type: string, shape: number[], fill: (index: number) => Buffer): void {
  const order = fortran && shape.length > 1 ? 'True' : 'False';
  const header =
    `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${shape.join(', ')},), }`.padEnd(117) + '\n';
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(header)]));
  const bytes = shape.reduce((product, length) => product * length, 1) * Number(type.at(-1));
  for (let done = 0, index = 0; done < bytes; index++) {
    const piece = fill(index).subarray(0, bytes - done);
    writeSync(file, piece);
    done += piece.length;
  }
  closeSync(file);
}

for (const sizeGiB of [largest / 4, largest / 2, largest]) {
  const folder = mkdtempSync(join(tmpdir(), 'eos-import-large-'));
  const rows = Math.floor((sizeGiB * 2 ** 30) / (8 * COLUMNS));
  const numbers = new Float64Array(2 ** 20);
  writeArray(join(folder, 'x.npy'), '<f8', [rows, COLUMNS], (index) => {
    for (let k = 0; k < numbers.length; k++) numbers[k] = Math.sin(k * 0.37 + index);
    return Buffer.from(numbers.buffer);
  });
  const labels = Buffer.from(Uint8Array.from({ length: 2 ** 16 }, (_, k) => k % 10));
  writeArray(join(folder, 'y.npy'), '|u1', [rows], () => labels);
  const settings = importSettings.parse({
    name: 'large',
    attribution: 'made here',
    source: { format: 'npy', train: { inputs: 'x.npy', labels: 'y.npy' } },
  });
  let peak = 0;
  const timer = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const start = performance.now();
  const { user, system } = process.cpuUsage();
  await importDataset({ path: folder, name: 'large' }, folder, settings, timer);
  const used = process.cpuUsage();
  console.log(
    `${sizeGiB} GiB, ${rows} rows: ${((performance.now() - start) / 1000).toFixed(1)} s, ` +
      `${((used.user + used.system - user - system) / 1e6).toFixed(1)} s of processor, at most ${(peak / 2 ** 20).toFixed(0)} MiB of memory`,
  );
  rmSync(folder, { recursive: true });
}
