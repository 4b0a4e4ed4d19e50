/**
 * Processor time, time and memory of a run in which nothing is stale, for up to 100,000 trivial stages; their cache is filled
 * without a process for each (bench/pipeline/fill-cache.ts).
 *
 *     node bench/nothing-stale.ts [--commands] [--repeats N] [stages …]     stages: 687 1001 10001 100001
 *
 * Odd numbers are N → N → 1. The full look is that of a run that remembers no other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { eosPipeline } from './pipeline/eos-pipeline.ts';
import { fillCache } from './pipeline/fill-cache.ts';
import { shapeName, shapeOf } from './pipeline/shape.ts';
import { type Used, middleOf, useOfCommand } from './pipeline/use-of-command.ts';

const parameters = process.argv.slice(2);
const flag = parameters.indexOf('--repeats');
const repeats = flag < 0 ? 5 : Number(parameters[flag + 1]);
const sizes = parameters
  .filter((text, at) => /^\d+$/.test(text) && (flag < 0 || at !== flag + 1))
  .map(Number);
const tool = eosPipeline(parameters.includes('--commands') ? 'commands' : 'stage files');

console.log(
  `${cpus()[0]!.model}, ${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}, Node ${process.versions.node}; ${tool.name}, medians of ${repeats}`,
);
console.log(`node -e 0: ${text(repeat(() => useOfCommand(['-e', '0'], tmpdir())))}`);
for (const stages of sizes.length === 0 ? [687, 1001, 10_001, 100_001] : sizes) await measure(stages);

async function measure(stages: number): Promise<void> {
  const shape = shapeOf(stages);
  const folder = mkdtempSync(join(tmpdir(), 'eos-bench-'));
  try {
    tool.prepare(folder, shape);
    await fillCache(folder);
    const [, ...command] = tool.command;
    const { freshRun } = new CacheFolder(join(folder, 'cache'));
    // The first run reads the code, writes the lock file and reads the inputs, which had just been written when they were filled in.
    for (let run = 0; run < 2; run++) useOfCommand(command, folder);
    const full = repeat(() => {
      rmSync(freshRun!, { force: true });
      return useOfCommand(command, folder);
    });
    const again = repeat(() => useOfCommand(command, folder));
    console.log(`${shapeName(shape)}: nothing stale ${text(again)}; full look ${text(full)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function repeat(act: () => Used): Used[] {
  return Array.from({ length: repeats }, act);
}

function text(uses: Used[]): string {
  const { processorS, seconds, peakBytes } = middleOf(uses);
  return `${processorS.toFixed(2)} s of a processor, ${seconds.toFixed(2)} s, ${(peakBytes / 1e6).toFixed(0)} MB`;
}
