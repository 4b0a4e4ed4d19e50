import { SILENCE_MS } from '../../cache/sessions/session.ts';
import type { ProbeResult } from '../../execution/site/probe.ts';
import { UNSEEN } from '../../execution/site/probe-script.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { durationText } from '../../progress/duration-text.ts';
import { sizeText } from '../../progress/size-text.ts';
import { type Diagnosis, fine, inTheWay, remark } from './diagnosis.ts';

/** Clocks that differ by more are worth a word. */
const APART_MS = 2000;
/** Reasons for which a job waits for ever. */
const NEVER = new Set([
  'PartitionTimeLimit',
  'PartitionNodeLimit',
  'JobHeldUser',
  'JobHeldAdmin',
  'BadConstraints',
  'DependencyNeverSatisfied',
  'PartitionDown',
  'PartitionInactive',
]);

/** What a probe of this folder found, and what to do about it. */
export function probeFindings(folder: string, result: ProbeResult): Diagnosis[] {
  switch (result.state) {
    case 'refused':
      return [
        inTheWay(
          'probe',
          `sbatch refused it: ${result.complaint}`,
          'Correct what it names under "executors: { slurm: … }" in pipeline.yaml.',
        ),
      ];
    case 'waiting':
      return [waiting(result)];
    case 'failed':
      return [failed(folder, result)];
    case 'done':
      return done(folder, result);
  }
}

function waiting({ job, reason, waitedMs }: ProbeResult & { state: 'waiting' }): Diagnosis {
  const text = `job ${job} did not start in ${durationText(waitedMs)} (${reason}) and was cancelled`;
  const hint = NEVER.has(reason)
    ? 'It never would: ask for what the partition gives under "executors: { slurm: … }" in pipeline.yaml.'
    : 'The queue is long: let it wait longer (--wait 2h), or name another partition.';
  return inTheWay('probe', text, hint);
}

function failed(folder: string, { job, found, log }: ProbeResult & { state: 'failed' }): Diagnosis {
  const on = found.node === undefined ? 'the node' : `node ${found.node}`;
  if (found.exitCode === `${UNSEEN.folder}:0`)
    return inTheWay(
      'folder',
      `${on} does not see ${folder}`,
      'Put the project (or --cache-dir) on a file system that the nodes mount: /tmp and local disks are not.',
    );
  if (found.exitCode === `${UNSEEN.program}:0`)
    return inTheWay(
      'program',
      `${on} does not see ${process.execPath}, or the folder in which eos-pipeline is installed`,
      'Install both on a file system that the nodes mount; "npm ci" in the project brings its own Node.',
    );
  const ended = [found.state ?? 'gone', found.reason, found.exitCode].filter(Boolean).join(', ');
  const said = log.trim().split('\n').slice(-5).join('\n');
  return inTheWay(
    'probe',
    `job ${job} failed on ${on} (${ended})${said === '' ? '' : `:\n${said}`}`,
    'Try the same by hand: srun --pty bash; see what the log of slurmd on the node says.',
  );
}

function done(folder: string, { job, facts, shared, times }: ProbeResult & { state: 'done' }): Diagnosis[] {
  const { name, host, cores, memoryBytes, unseen } = facts;
  const { roundTripMs, rewritten, links } = shared;
  const limit = memoryBytes === undefined ? '' : `, ${sizeText(memoryBytes)} of memory by its control group`;
  return [
    fine(
      'probe',
      `job ${job} on ${name} (${host}, ${counted(cores, 'core')} usable${limit}): submitted in ${durationText(times.submitMs)}, there after ${durationText(times.queuedMs)}, tried for ${durationText(times.trialsMs)}`,
    ),
    ...unseen.map((path) =>
      inTheWay(
        'folder',
        `node ${name} does not see ${path}`,
        'Put it on a file system that the nodes mount.',
      ),
    ),
    fine(
      'folder',
      `${folder}: what one side writes the other sees after ${shortText(roundTripMs.median / 2)} (longest ${shortText(roundTripMs.longest / 2)})`,
    ),
    rewritten.torn === 0
      ? fine('rename', `${rewritten.reads} reads of a file that the node rewrote: always all of it`)
      : inTheWay(
          'rename',
          `${rewritten.torn} of ${rewritten.reads} reads saw no file, or parts of two, while the node rewrote it`,
          'The cache needs a file system in which a rename replaces a file at once: NFS, Lustre, GPFS, BeeGFS, CephFS.',
        ),
    links.one === links.tried
      ? fine('link', `${links.tried} files that both sides tried to make: each was made by one of them`)
      : inTheWay(
          'link',
          'both sides, or neither, made a file that only one of them may make',
          'The locks of the cache need hard links: choose another file system with --cache-dir.',
        ),
    lock(shared),
    clock(shared, name),
  ];
}

function lock({ locks, signMs }: { locks: boolean; signMs?: number }): Diagnosis {
  const hint =
    'Choose another file system with --cache-dir, or mount it with a shorter attribute cache (actimeo=3).';
  if (!locks) return inTheWay('locks', 'a lock that one side held was free for the other', hint);
  if (signMs === undefined || signMs > SILENCE_MS / 2)
    return inTheWay(
      'locks',
      `${signMs === undefined ? 'no' : `for ${durationText(signMs)} no`} sign of life of the node was seen: after ${durationText(SILENCE_MS)} it would be taken for dead`,
      hint,
    );
  return fine('locks', `held on both sides; a sign of life is seen after ${shortText(signMs)} at the latest`);
}

function clock(
  { clock: { aheadMs, exactMs } }: { clock: { aheadMs: number; exactMs: number } },
  node: string,
): Diagnosis {
  const apart = Math.abs(aheadMs);
  const text =
    apart <= exactMs
      ? `that of ${node} is the same, to ${shortText(exactMs)}`
      : `that of ${node} is ${durationText(apart)} ${aheadMs > 0 ? 'ahead' : 'behind'}, to ${shortText(exactMs)}`;
  if (apart - exactMs > SILENCE_MS / 2)
    return inTheWay(
      'clock',
      `${text}: what works there would be taken for dead`,
      'Ask the people who run the cluster to set the clocks (chrony, ntp).',
    );
  return apart - exactMs > APART_MS ? remark('clock', text) : fine('clock', text);
}

function shortText(timeMs: number): string {
  return timeMs < 1000 ? `${Math.ceil(timeMs)} ms` : durationText(timeMs);
}
