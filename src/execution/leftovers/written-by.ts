import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { isWithin } from '../../pipeline/within.ts';

/** The two lowest bits of the flags of an open file: 0 is for reading alone. */
const WRITING = 0o3;

/** A file in a folder that a process has open for writing, relative to the folder; Linux shows it. */
export function writtenBy(pid: number, folder: string): { writes?: string } {
  try {
    for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
      const path = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      if (path === folder || !isWithin(path, folder)) continue;
      const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'));
      if (flags && (parseInt(flags[1]!, 8) & WRITING) !== 0) return { writes: path.slice(folder.length + 1) };
    }
  } catch {
    // It has ended meanwhile, or this is no Linux.
  }
  return {};
}
