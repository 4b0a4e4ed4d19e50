import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { BIN } from '../command-line.ts';
import { type Ended, EventProcess } from '../event-process.ts';
import { folderTexts } from '../faults/project.ts';
import { longStage } from '../long-stage.ts';
import { writeProject } from '../project-folder.ts';
import type { Cluster } from './cluster.ts';

/** What a stage of these projects does at a moment, as its journal tells. */
export interface Beat {
  instance: string;
  /** The folder that it writes its output to. */
  folder: string;
  pid: number;
  step: number;
}

const STAGES = {
  'package.json': '{ "name": "project", "type": "module" }',
  'stages/long.ts': longStage({ journal: true }),
};

/** How many instances of each kind a project has, and how long they take. */
export interface ClusterProjectSettings {
  /** Instances of a shell command that take a moment. */
  small?: number;
  /** Instances with checkpoints. */
  long?: number;
  steps?: number;
  stepMs?: number;
  saveEvery?: number;
  /** Lines below \`slurm:\` in pipeline.yaml. */
  slurm?: string;
  /** Further lines of the stage \`long\`, and of \`small\`. */
  longLines?: string;
  smallLines?: string;
  /** The command of \`small\`. */
  smallRun?: string;
}

/** A project on a folder that all nodes see, whose runs end in the same bytes wherever they run. */
export class ClusterProject {
  readonly root: string;
  readonly #cluster: Cluster;
  readonly #journal: string;
  readonly #runs: ClusterRun[] = [];

  constructor(cluster: Cluster, settings: ClusterProjectSettings = {}) {
    this.#cluster = cluster;
    this.root = mkdtempSync(join(tmpdir(), 'eos-cluster-'));
    this.#journal = join(this.root, 'journal');
    writeFileSync(this.#journal, '');
    writeProject(this.root, { ...STAGES, 'pipeline.yaml': pipelineOf(settings) });
    // Also of a test that ran out of time: nothing of it works on when the next one begins.
    onTestFinished(async () => {
      for (const run of this.#runs) await run.end();
      await cluster.clear();
      rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
    });
  }

  get pipeline(): string {
    return readFileSync(join(this.root, 'pipeline.yaml'), 'utf8');
  }

  write(files: Readonly<Record<string, string>>): void {
    writeProject(this.root, files);
  }

  /** Starts the command in a process of its own. */
  start(...args: string[]): ClusterRun {
    const environment = { ...this.#cluster.environment, EOS_TEST_JOURNAL: this.#journal };
    const run = new ClusterRun(this.root, ['--json', ...args], environment);
    this.#runs.push(run);
    return run;
  }

  /** Brings everything up to date on the cluster. */
  async repro(...args: string[]): Promise<ClusterEnd> {
    return await this.start('repro', '--executor', 'slurm', ...args).ended;
  }

  /** What lies in the published folder and in the lock file. */
  results(): string {
    const lock = readFileSync(join(this.root, 'pipeline.lock'), 'utf8');
    return [lock, ...folderTexts(join(this.root, 'results'))].join('\n');
  }

  /** What the same project gives on this machine without any cluster. */
  async localResults(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'eos-local-'));
    try {
      for (const path of ['package.json', 'pipeline.yaml', 'stages/long.ts'])
        writeProject(folder, { [path]: readFileSync(join(this.root, path), 'utf8') });
      const journal = join(folder, 'journal');
      appendFileSync(journal, '');
      const run = new ClusterRun(folder, ['--json'], { EOS_TEST_JOURNAL: journal });
      const { problems } = await run.ended;
      if (problems.length > 0) throw new Error(`the local run failed: ${problems.join('; ')}`);
      const lock = readFileSync(join(folder, 'pipeline.lock'), 'utf8');
      return [lock, ...folderTexts(join(folder, 'results'))].join('\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** What the long instances did, in order. */
  beats(): Beat[] {
    const lines = readFileSync(this.#journal, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => {
      const [instance = '', folder = '', pid, step] = line.split(' ');
      return { instance, folder, pid: Number(pid), step: Number(step) };
    });
  }

  /** Waits until an instance is so far. */
  async untilStep(step: number, instance?: string): Promise<Beat> {
    for (;;) {
      const found = this.beats().find(
        (beat) => beat.step >= step && (instance === undefined || beat.instance === instance),
      );
      if (found !== undefined) return found;
      await setTimeout(50);
    }
  }

  /** Folders in which more than one process has worked. */
  sharedFolders(): string[] {
    const workers = Map.groupBy(this.beats(), ({ folder }) => folder);
    return [...workers].flatMap(([folder, beats]) =>
      new Set(beats.map(({ pid }) => pid)).size > 1 ? [folder] : [],
    );
  }

  /** Steps that were done more than once. */
  repeatedSteps(): string[] {
    const steps = this.beats().map(({ instance, step }) => `${instance} ${step}`);
    return [...new Set(steps.filter((step, index) => steps.indexOf(step) !== index))];
  }
}

function pipelineOf(settings: ClusterProjectSettings): string {
  const {
    small = 0,
    long = 1,
    steps = 20,
    stepMs = 50,
    saveEvery = 5,
    slurm = 'maxSubmitted: 1000',
  } = settings;
  const smallRun = settings.smallRun ?? 'echo $(( ${{ matrix.number }} * 7 )) > "$EOS_OUTPUT/number.txt"';
  const numbers = (count: number): string =>
    JSON.stringify(Array.from({ length: count }, (_, number) => number));
  const smallStage = `
  small:
    matrix: { number: ${numbers(small)} }
    run: ${JSON.stringify(smallRun)}
    outputs: [number.txt]${indented(settings.smallLines)}`;
  const longStage = `
  long:
    matrix: { number: ${numbers(long)} }
    uses: ./stages/long.ts
    with: { name: 'long\${{ matrix.number }}', generation: 11, steps: ${steps}, stepMs: ${stepMs}, saveEvery: ${saveEvery} }${indented(settings.longLines)}`;
  const needs = [...(small > 0 ? ['smalls: small'] : []), ...(long > 0 ? ['longs: long'] : [])];
  const inputs = [...(small > 0 ? ['SMALLS'] : []), ...(long > 0 ? ['LONGS'] : [])];
  const gather = inputs.map((name) => `echo "$EOS_INPUT_${name}"`).join('; ');
  return `version: 1
title: Cluster
executors:
  slurm: { ${slurm} }
stages:${small > 0 ? smallStage : ''}${long > 0 ? longStage : ''}
  gather:
    needs: { ${needs.join(', ')} }
    run: ${JSON.stringify(`{ ${gather}; } | while read -r folder; do cat "$folder"/*; done > "$EOS_OUTPUT/all.txt"`)}
    outputs: [all.txt]
    publish: results
`;
}

function indented(lines: string | undefined): string {
  return lines === undefined
    ? ''
    : lines
        .split('\n')
        .map((line) => `\n    ${line}`)
        .join('');
}

/** How a run ended and what it told. */
export interface ClusterEnd extends Ended {
  /** What it said on standard error, and of each instance that failed. */
  problems: string[];
}

/** The command in a process of its own. */
export class ClusterRun {
  readonly process: ChildProcess;
  readonly ended: Promise<ClusterEnd>;

  constructor(root: string, args: string[], environment: Record<string, string>) {
    const env = { ...process.env, NO_COLOR: '1', ...environment };
    const child = new EventProcess(process.execPath, [BIN, ...args], { cwd: root, env });
    this.process = child.process;
    this.process.stdin!.end();
    this.ended = child.ended.then((ended) => ({ ...ended, problems: problemsOf(ended) }));
  }

  /** Ends it where it still runs. */
  async end(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}

function problemsOf({ code, signal, events, summary, stderr }: Ended): string[] {
  const failures = summary?.failures.map(({ instance, error }) => `${instance}: ${error.message}`) ?? [];
  const refusals = (events as { type: string; message?: string }[])
    .filter(({ type }) => type === 'error')
    .map(({ message }) => message ?? '');
  const odd = code === 0 || signal !== null || failures.length > 0 ? [] : [`exit code ${code}`];
  return [...(stderr === '' ? [] : [stderr]), ...failures, ...refusals, ...odd];
}
