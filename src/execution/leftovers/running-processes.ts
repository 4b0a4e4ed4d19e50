import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** A process that runs on this machine. */
export interface RunningProcess {
  pid: number;
  /** The process group that it belongs to. */
  group: number;
  /** The program and its arguments, as one line. */
  command: string;
}

/** How to find the processes of a stage. */
export interface Wanted {
  /** A process group, all but this process and what the group's leader is. */
  group?: number;
  /** The value of EOS_OUTPUT in the environment that a process was started with; it can be seen on Linux only. */
  output: string;
  /** The process that holds a sandbox: it and its child, the first process in there, are none of the stage. */
  keeper?: number | undefined;
}

const LONGEST_COMMAND = 120;

/** The processes of a stage that run now, in the order of their numbers; none on Windows, where they cannot be told. */
export function runningProcesses(wanted: Wanted): RunningProcess[] {
  if (process.platform === 'win32') return [];
  const found = process.platform === 'linux' ? fromProc(wanted) : fromPs(wanted);
  return found.filter(({ pid }) => pid !== process.pid && pid !== wanted.group).sort((a, b) => a.pid - b.pid);
}

function fromProc({ group, output, keeper }: Wanted): RunningProcess[] {
  const variable = Buffer.from(`EOS_OUTPUT=${output}\0`);
  const found: RunningProcess[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The name of the program, in brackets, may hold anything.
      const [state, parent, itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') continue;
      if (keeper !== undefined && (Number(name) === keeper || Number(parent) === keeper)) continue;
      if (Number(itsGroup) === group || startedWith(name, variable))
        found.push({ pid: Number(name), group: Number(itsGroup), command: commandOf(name, stat) });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

function startedWith(name: string, variable: Buffer): boolean {
  try {
    const environment = readFileSync(`/proc/${name}/environ`);
    const at = environment.indexOf(variable);
    return at === 0 || (at > 0 && environment[at - 1] === 0);
  } catch {
    return false; // another user's
  }
}

function commandOf(name: string, stat: string): string {
  const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
  return oneLine(words === '' ? stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) : words);
}

function fromPs({ group }: Wanted): RunningProcess[] {
  const ps = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,command='], { encoding: 'utf8' });
  return ps.stdout.split('\n').flatMap((line) => {
    const [, pid, itsGroup, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (Number(itsGroup) !== group || state!.startsWith('Z') || Number(pid) === ps.pid) return [];
    return [{ pid: Number(pid), group: Number(itsGroup), command: oneLine(command!) }];
  });
}

function oneLine(words: string): string {
  const line = words.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > LONGEST_COMMAND ? `${line.slice(0, LONGEST_COMMAND)}…` : line;
}
