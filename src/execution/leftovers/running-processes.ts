import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, readdirSync } from 'node:fs';
import { writtenBy } from './written-by.ts';

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
  /**
   * The value of EOS_OUTPUT in the environment that a process was started with, and a folder in which it may still write to a file; both can
   * be seen on Linux only.
   */
  output: string;
  /** The process that holds a sandbox: it and its child, the first process in there, are none of the stage. */
  keeper?: number | undefined;
}

const LONGEST_COMMAND = 120;

/** When this process was started, in ticks. */
let earliest: number | undefined;

/** One for all: what `readFileSync` takes for each file whose size is not known costs more than the look at all processes. */
let room = Buffer.allocUnsafe(8 << 10);

/** The processes of a stage that run now, in the order of their numbers; none on Windows, where they cannot be told. */
export function runningProcesses(wanted: Wanted): RunningProcess[] {
  if (process.platform === 'win32') return [];
  const found = process.platform === 'linux' ? fromProc(wanted) : fromPs(wanted);
  return found.filter(({ pid }) => pid !== process.pid && pid !== wanted.group).sort((a, b) => a.pid - b.pid);
}

function fromProc({ group, output, keeper }: Wanted): RunningProcess[] {
  const variable = Buffer.from(`EOS_OUTPUT=${output}\0`);
  earliest ??= Number(fieldsOf('self').start);
  const found: RunningProcess[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const { state, parent, group: itsGroup, start, program } = fieldsOf(name);
      // What runs since before this process did was not started by a stage; most that runs does.
      if (state === 'Z' || state === 'X' || Number(start) < earliest) continue;
      if (keeper !== undefined && (Number(name) === keeper || Number(parent) === keeper)) continue;
      if (Number(itsGroup) === group || startedWith(name, variable) || canWrite(Number(name), output))
        found.push({ pid: Number(name), group: Number(itsGroup), command: commandOf(name, program) });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** What proc(5) says of a process; its start is in ticks since the machine was started. */
function fieldsOf(name: string): Record<'state' | 'parent' | 'group' | 'start' | 'program', string> {
  const stat = contentOf(`/proc/${name}/stat`).toString('latin1');
  // The name of the program, in brackets, may hold anything.
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ', 20);
  return {
    state: fields[0]!,
    parent: fields[1]!,
    group: fields[2]!,
    start: fields[19]!,
    program: stat.slice(stat.indexOf('(') + 1, end),
  };
}

/** What a file of /proc holds, until the next one is read. */
function contentOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    for (let length = 0; ;) {
      const read = readSync(file, room, length, room.length - length, null);
      length += read;
      if (read === 0) return room.subarray(0, length);
      if (length === room.length) room = Buffer.concat([room, room]);
    }
  } finally {
    closeSync(file);
  }
}

function startedWith(name: string, variable: Buffer): boolean {
  try {
    const environment = contentOf(`/proc/${name}/environ`);
    const at = environment.indexOf(variable);
    return at === 0 || (at > 0 && environment[at - 1] === 0);
  } catch {
    return false; // another user's
  }
}

/** It has left the group and dropped its environment, and kept a file. */
function canWrite(pid: number, output: string): boolean {
  return writtenBy(pid, output).writes !== undefined;
}

function commandOf(name: string, program: string): string {
  const words = contentOf(`/proc/${name}/cmdline`).toString('utf8').replaceAll('\0', ' ');
  return oneLine(words === '' ? program : words);
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
