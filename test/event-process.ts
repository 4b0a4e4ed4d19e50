import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import type { RunEvent, RunSummary } from '../src/execution/event.ts';

/** How a run in a process of its own ended, and what it told. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  events: RunEvent[];
  summary: RunSummary | undefined;
  stderr: string;
}

/** A process that writes the events of a run as lines of JSON. */
export class EventProcess {
  readonly process: ChildProcess;
  /** What it has told so far. */
  readonly told: RunEvent[] = [];
  readonly ended: Promise<Ended>;

  /** @param hear - hears each event once it is among those that were told */
  constructor(
    command: string,
    parameters: readonly string[],
    options: SpawnOptions,
    hear: (event: RunEvent) => void = () => undefined,
  ) {
    const child = spawn(command, parameters, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process = child;
    child.stdin.on('error', () => undefined);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const event = JSON.parse(line) as RunEvent;
        this.told.push(event);
        hear(event);
      }
    });
    this.ended = new Promise((resolve, fail) => {
      child.on('error', fail);
      child.on('close', (code, signal) => {
        const finished = this.told.find((event) => event.type === 'run-finished');
        resolve({ code, signal, events: this.told, summary: finished?.summary, stderr });
      });
    });
  }
}
