import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, hostname } from 'node:os';
import type { Provenance } from '../../cache/actions/action-record.ts';

type Machine = Pick<Provenance, 'host' | 'platform' | 'processor' | 'node'>;

let machine: Machine | undefined;

/** The machine that this process runs on. */
export function describeMachine(): Machine {
  machine ??= {
    host: hostname(),
    platform: `${process.platform}-${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.versions.node,
  };
  return machine;
}

/** Starts the measurement of peak memory anew, so that a reused process does not report an earlier stage's. */
export function resetPeakMemory(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Not Linux, or not allowed: the peak is then that of the whole process.
  }
}

/** The largest resident memory since the last reset. */
export function peakMemoryBytes(): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (peak) return Number(peak[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
