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
