import { accessSync, constants, existsSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { counted } from '../../pipeline/faults/counted.ts';
import { availableParallelism, cpus, freemem, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { CrossCheck } from '../../numerics/cross-check.ts';
import { type SandboxState, findSandbox, sandboxHelp } from '../../execution/sandbox/find-sandbox.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { sizeText } from '../../progress/size-text.ts';
import { kernelsChosenByHand } from '../../tensors/blas/kernel-choice.ts';
import { describeBackend } from '../../tensors/describe-backend.ts';
import { measureGflops } from '../../tensors/measure-gflops.ts';
import { openBackend } from '../../tensors/open-backend.ts';
import type { Backend, Ops } from '../../tensors/ops.ts';
import { gpuText, nvidiaGpus } from '../doctor/nvidia-gpus.ts';
import { idleOption } from '../before/idle-option.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { projectFolders } from '../folders.ts';
import { alignedTable } from '../aligned-table.ts';
import { present } from '../../present.ts';

/** How long the probe of a cluster may wait in the queue where nothing is said. */
const PROBE_WAIT_MS = 300_000;

interface Machine {
  node: string;
  platform: string;
  processor: string;
  cores: number;
  memoryBytes: number;
  freeMemoryBytes: number;
}

interface CacheState {
  folder: string;
  state: 'writable' | 'not writable' | 'not there yet';
  freeBytes: number;
  sizeBytes: number;
}

/** Says what this machine offers and measures the linear algebra in use; exit code 1 where something stands in the way. */
export async function run(
  _arguments: string[],
  options: GlobalOptions & { crossCheck?: boolean; wait?: number },
): Promise<number> {
  if (options.executor === 'slurm') {
    const { doctorSlurm } = await import('../doctor/doctor-slurm.ts');
    return await doctorSlurm(options, options.wait ?? PROBE_WAIT_MS);
  }
  if (options.wait !== undefined) throw idleOption('doctor', '--wait', '--executor slurm');
  const machine = describeMachine();
  const cache = describeCache(projectFolders(options).cacheFolder);
  const sandbox = findSandbox();
  const gpus = nvidiaGpus();
  const ops = await open();
  const gflops = await measureGflops(ops);
  const checked = options.crossCheck === true ? await check() : undefined;
  const wrong = cache.state === 'not writable' || checked?.passed === false;
  if (options.json === true) {
    sayJson({
      type: 'doctor',
      machine,
      cache,
      sandbox,
      blas: { ...ops.backend, gflops },
      gpus,
      ...present({ crossCheck: checked }),
    });
    return wrong ? 1 : 0;
  }
  const [inUse, ...remarks] = describeBackend(ops.backend);
  const rows: [string, string][] = [
    ['Node', machine.node],
    ['platform', machine.platform],
    ['processor', `${machine.processor}, ${counted(machine.cores, 'core')} usable`],
    ['memory', `${sizeText(machine.memoryBytes)}, ${sizeText(machine.freeMemoryBytes)} free`],
    [
      'cache',
      `${cache.folder}: ${cache.state}; ${sizeText(cache.freeBytes)} of ${sizeText(cache.sizeBytes)} free`,
    ],
    ...sandboxRows(sandbox),
    ['BLAS', inUse!],
    ['speed', `${gflops.toFixed(1)} GFLOP/s (float64 product, order 512, ${threadText(ops.backend)})`],
    ...kernelRow(ops.backend.name),
    ...remarks.map((remark): [string, string] => ['', remark]),
    ...gpuRow(gpuText(gpus, ops.backend)),
  ];
  for (const [name, text] of rows) say(`${name.padEnd(10)} ${text}`);
  if (checked !== undefined) sayChecked(checked);
  return wrong ? 1 : 0;
}

async function open(): Promise<Ops> {
  try {
    return await openBackend('blas');
  } catch (cause) {
    throw new PipelineError('bad-argument', (cause as Error).message, { cause });
  }
}

async function check(): Promise<CrossCheck> {
  const { crossCheck } = await import('../../numerics/cross-check.ts');
  return crossCheck(await open(), await openBackend('tfjs'));
}

function describeMachine(): Machine {
  const [first] = cpus();
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}, kernel ${release()}`,
    processor: first?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
  };
}

function describeCache(folder: string): CacheState {
  const nearest = existing(folder);
  const { bavail, blocks, bsize } = statfsSync(nearest);
  const there = nearest === folder;
  const state = !canWrite(nearest, there) ? 'not writable' : there ? 'writable' : 'not there yet';
  return { folder, state, freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}

/** Tries it where the folder is there: permissions alone do not tell of read-only file systems. */
function canWrite(folder: string, tryIt: boolean): boolean {
  try {
    accessSync(folder, constants.W_OK);
    if (tryIt) rmdirSync(mkdtempSync(join(folder, 'doctor-')));
    return true;
  } catch {
    return false;
  }
}

/** The folder itself, or the nearest one above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

function threadText({ threads }: Backend): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

function sayChecked({ reference, checked, rows, passed }: CrossCheck): void {
  const compared = rows.map(({ criterion, quantity, difference, limit, passed: fine }) => [
    criterion,
    quantity,
    difference.toExponential(1),
    limit.toExponential(0),
    fine ? '' : 'DIFFERS',
  ]);
  say(`\n${checked.name} (${checked.precision}) against ${reference.name} (${reference.precision}):`);
  say(alignedTable(['criterion', 'quantity', 'difference', 'limit', ''], compared, [2, 3]));
  say(passed ? 'both compute the same' : 'the two differ: do not trust results of this machine');
}

/** What a stage with "sandbox: true" would run in. */
function sandboxRows(state: SandboxState): [string, string][] {
  if ('maker' in state) return [['sandbox', state.maker]];
  return [
    ['sandbox', `none: ${state.problems.join('; ')}`],
    ['', sandboxHelp()],
  ];
}

function gpuRow(text: string | undefined): [string, string][] {
  return text === undefined ? [] : [['GPU', text]];
}

/** A variable that was set for another program can halve the speed without a word. */
function kernelRow(library: string): [string, string][] {
  const kernels = kernelsChosenByHand();
  if (library !== 'OpenBLAS' || kernels === undefined) return [];
  return [
    [
      'kernels',
      `${kernels}, by the environment variable OPENBLAS_CORETYPE; without it the fastest are chosen`,
    ],
  ];
}
