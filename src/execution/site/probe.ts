import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { removeTree } from '../../cache/files/remove-tree.ts';
import { slurmCommand } from '../slurm/client/slurm-command.ts';
import { type ProbeState, probeState, submitProbe } from './probe-job.ts';
import { HERE, NODE_LOG, type NodeFacts } from './probe-messages.ts';
import { type SharedFolder, tryFolder } from './trials.ts';

const LOOK_MS = 20;
const ASK_MS = 1000;
/** What may still run; anything else is an end. */
const GOING = new Set(['PENDING', 'CONFIGURING', 'RUNNING', 'COMPLETING', 'SUSPENDED']);

/** What to probe with. */
export interface ProbeRequest {
  /** A folder that the nodes are to see: the cache. */
  folder: string;
  /** Options of sbatch that decide where the job runs. */
  options: readonly string[];
  /** Other folders that the nodes are to see. */
  seen: readonly string[];
  /** How long the job may wait in the queue. */
  waitMs: number;
  /** Told while the job waits. */
  onWait: (reason: string, waitedMs: number) => void;
}

/** What a probe found. Times in milliseconds. */
export type ProbeResult =
  | { state: 'refused'; complaint: string }
  /** It waited in the queue longer than wanted. */
  | { state: 'waiting'; job: string; reason: string; waitedMs: number }
  | { state: 'failed'; job: string; found: ProbeState; log: string }
  | {
      state: 'done';
      job: string;
      facts: NodeFacts;
      shared: SharedFolder;
      times: { submitMs: number; queuedMs: number; trialsMs: number };
    };

/** Submits a job that tries with this side what the two need of each other; leaves nothing behind. */
export async function probeSlurm(request: ProbeRequest): Promise<ProbeResult> {
  mkdirSync(request.folder, { recursive: true });
  const folder = mkdtempSync(join(request.folder, 'probe-'));
  let job: string | undefined;
  try {
    const started = performance.now();
    const submitted = await submitProbe(folder, `eos-probe-${process.pid}`, request.options, request.seen);
    if ('refused' in submitted) return { state: 'refused', complaint: submitted.refused };
    job = submitted.id;
    const submitMs = performance.now() - started;
    const arrived = await untilThere(folder, job, request);
    if (arrived !== undefined) return arrived;
    const queuedMs = performance.now() - started - submitMs;
    const facts = JSON.parse(readFileSync(join(folder, HERE), 'utf8')) as NodeFacts;
    const began = performance.now();
    try {
      const shared = await tryFolder(folder, async () => isGoing(await probeState(submitted.id)));
      const times = { submitMs, queuedMs, trialsMs: performance.now() - began };
      return { state: 'done', job, facts, shared, times };
    } catch (error) {
      return { state: 'failed', job, found: await probeState(job), log: `${logOf(folder)}${String(error)}` };
    }
  } finally {
    if (job !== undefined) await endJob(job);
    removeTree(folder);
  }
}

/** Waits for the first word of the node; gives what came instead. */
async function untilThere(
  folder: string,
  job: string,
  { waitMs, onWait }: ProbeRequest,
): Promise<ProbeResult | undefined> {
  const started = performance.now();
  for (let asked = started; ;) {
    await setTimeout(LOOK_MS);
    if (existsSync(join(folder, HERE))) return undefined;
    if (performance.now() < asked + ASK_MS) continue;
    const found = await probeState(job);
    asked = performance.now();
    // Its first word may have come while it was asked about.
    if (existsSync(join(folder, HERE))) return undefined;
    if (!isGoing(found)) return { state: 'failed', job, found, log: logOf(folder) };
    if (found.state !== 'PENDING') continue;
    const reason = found.reason ?? 'None';
    if (asked > started + waitMs) return { state: 'waiting', job, reason, waitedMs: asked - started };
    onWait(reason, asked - started);
  }
}

function isGoing({ state }: ProbeState): boolean {
  return state !== undefined && GOING.has(state);
}

function logOf(folder: string): string {
  const path = join(folder, NODE_LOG);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** A job that still runs would write into a folder that is being removed. */
async function endJob(job: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    if (!isGoing(await probeState(job))) return;
    // Given a moment to end by itself first.
    if (tries === 5) await slurmCommand('scancel', [job]);
    await setTimeout(100);
  }
}
