/**
 * What an executor costs: trivial instances (`echo`) on this machine, as an array of Slurm with a task each, and packed into tasks of 100;
 * beside Snakemake's own Slurm executor, where that is installed. Seconds on the clock, and processor seconds of the command with what it
 * starts itself (jobs of Slurm are not among that).
 *
 *     SLURM_CONF=FILE node bench/executors.ts [INSTANCES] [local] [arrays] [packed] [snakemake]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/eos-pipeline.js', import.meta.url));
const PACKED = 100;

interface Way {
  prepare: (folder: string) => void;
  command: string[];
}

const instances = Number(process.argv.slice(2).find((text) => /^\d+$/.test(text)) ?? 1000);
const ways: Record<string, Way> = {
  local: { prepare: project(''), command: [process.execPath, BIN, 'repro'] },
  arrays: {
    prepare: project('maxSubmitted: 10000'),
    command: [process.execPath, BIN, 'repro', '--executor', 'slurm'],
  },
  packed: {
    prepare: project(`maxSubmitted: 10000, pack: ${PACKED}`),
    command: [process.execPath, BIN, 'repro', '--executor', 'slurm'],
  },
  snakemake: {
    prepare: snakefile,
    command: [
      ...[
        'snakemake',
        '--slurm',
        '--jobs',
        '1000',
        '--scheduler',
        'greedy',
        '--quiet',
        '--nolock',
        '--latency-wait',
        '60',
      ],
      ...['--default-resources', 'slurm_account=eos', 'slurm_partition=main', 'mem_mb=200', 'runtime=10'],
    ],
  },
};
const chosen = process.argv.slice(2).filter((text) => text in ways);

console.log(`${instances} instances, ${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}`);
for (const name of chosen.length > 0 ? chosen : Object.keys(ways)) measure(name, ways[name]!);

function measure(name: string, { prepare, command }: Way): void {
  if (spawnSync(command[0]!, ['--version']).error !== undefined) {
    console.log(`${name}: ${command[0]} is not installed`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'eos-bench-'));
  try {
    prepare(folder);
    const timed = 'TIMEFORMAT="%R %U %S"; time "$@" >output 2>&1';
    const { status, stderr } = spawnSync('bash', ['-c', timed, 'bash', ...command], {
      cwd: folder,
      // Snakemake asks for the accounts of the user that this variable names.
      env: { USER: userInfo().username, ...process.env },
      encoding: 'utf8',
    });
    const [wall, user, system] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
    const how = status === 0 ? '' : ` — ended with ${status}`;
    console.log(`${name}: ${wall!.toFixed(1)} s, processor ${(user! + system!).toFixed(1)} s${how}`);
    if (status !== 0)
      console.log(readFileSync(join(folder, 'output'), 'utf8').trim().split('\n').slice(-5).join('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function project(slurm: string): (folder: string) => void {
  const numbers = JSON.stringify(Array.from({ length: instances }, (_, number) => number));
  return (folder) => {
    const run = `echo \${{ matrix.number }} > "$EOS_OUTPUT/number.txt"`;
    writeFileSync(
      join(folder, 'pipeline.yaml'),
      `version: 1\ntitle: Overhead\nexecutors: { slurm: { ${slurm} } }\nstages:\n  small:\n    matrix: { number: ${numbers} }\n    run: ${JSON.stringify(run)}\n    outputs: [number.txt]\n`,
    );
  };
}

function snakefile(folder: string): void {
  mkdirSync(join(folder, 'out'));
  writeFileSync(
    join(folder, 'Snakefile'),
    `rule all:\n    input: expand('out/{n}', n=range(${instances}))\nrule small:\n    output: 'out/{n}'\n    shell: 'echo {wildcards.n} > {output}'\n`,
  );
}
