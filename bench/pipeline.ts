/**
 * Time of a run in which nothing is stale, and of a cold run, for trivial stages; beside Wireit, Turborepo and Snakemake.
 *
 *     node bench/pipeline.ts [--peers] [--repeats N] [stages …]     stages: 687 1000 10000
 *
 * `--peers` installs Wireit and Turborepo into a temporary folder; Snakemake is measured where it is installed.
 * Times are wall seconds of the whole command, Node's start included.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { eosPipeline } from './pipeline/eos-pipeline.ts';
import { installPeers } from './pipeline/peers.ts';
import { type Shape, type Tool, shapeName, shapeOf, stageCount } from './pipeline/shape.ts';
import { median, timeCommand } from './pipeline/time-command.ts';

const parameters = process.argv.slice(2);
const repeats = parameters.includes('--repeats')
  ? Number(parameters[parameters.indexOf('--repeats') + 1])
  : 5;
const sizes = parameters
  .filter((text, index) => /^\d+$/.test(text) && parameters[index - 1] !== '--repeats')
  .map(Number);
const shapes = (sizes.length === 0 ? [687, 1000, 10_000] : sizes).map(shapeOf);

const root = mkdtempSync(join(tmpdir(), 'eos-bench-'));
try {
  const peers = parameters.includes('--peers') ? installPeers(join(root, 'peers')) : [];
  console.log(
    `${cpus()[0]!.model}, ${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}, Node ${process.versions.node}`,
  );
  console.log(`floor: node -e 0 ${seconds(repeat(() => timeCommand([process.execPath, '-e', '0'], root)))}`);
  for (const shape of shapes) {
    console.log(`\n${shapeName(shape)} stages`);
    for (const tool of [eosPipeline('stage files'), eosPipeline('commands'), ...peers]) measure(tool, shape);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

function measure(tool: Tool, shape: Shape): void {
  if (shape.pairs > tool.atMost) return;
  const folder = join(root, 'project');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  tool.prepare(folder, shape);
  const cold = timeCommand(tool.command, folder);
  const times = repeat(() => timeCommand(tool.command, folder));
  const each = (1000 * cold * availableParallelism()) / stageCount(shape);
  console.log(
    `  ${tool.name.padEnd(26)} nothing stale ${seconds(times)}   cold ${cold.toFixed(2)} s, ${each.toFixed(1)} ms of processor slot a stage`,
  );
}

function repeat(act: () => number): number[] {
  return Array.from({ length: repeats }, act);
}

function seconds(times: number[]): string {
  return `${median(times).toFixed(3)} s (${Math.min(...times).toFixed(3)} to ${Math.max(...times).toFixed(3)})`;
}
