import { appendFileSync, closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readPlainFile } from '../../../cache/files/read-plain-file.ts';
import { namesIn } from '../../../cache/files/names-in.ts';
import { replaceFile } from '../../../cache/files/replace-file.ts';
import { readSealed, sealedText, writeSealed } from '../../../cache/files/sealed-json.ts';
import { aDigest, aNumber, aText, listOf, members, only } from '../../../cache/files/shape.ts';
import { isMissing } from '../../../cache/files/system-error.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import { type Owner, ownerShape } from '../../../cache/sessions/session.ts';
import type { JobRequest } from './job-request.ts';
import { type NodeNews, type NodeResult, nodeResultShape, type NodeTask } from './node-job.ts';

/** An instance that a batch computes. */
export interface BatchMember {
  instance: string;
  stage: string;
  key: Digest;
}

/** What is written down before a batch is submitted: with it a later run finds its jobs again. */
export interface BatchRecord {
  format: 1;
  /** Also the name of the job: who does not know whether a submission arrived asks for it. */
  token: string;
  cluster: string;
  user: string;
  request: JobRequest;
  /** The instances of each task, in order. */
  tasks: BatchMember[][];
}

/** Where a task runs. */
export interface Begun {
  /** The array that it is of. */
  job: string;
  node: string;
}

const recordShape = members({
  format: only(1),
  token: aText,
  cluster: aText,
  user: aText,
  request: members({ threads: aNumber }),
  tasks: listOf(listOf(members({ instance: aText, stage: aText, key: aDigest }))),
});

/** The files of a batch: `cache/jobs/<token>/`, on the file system that all nodes see. */
export class BatchFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get script(): string {
    return join(this.path, 'script.sh');
  }

  /** What Slurm and the node wrote about a task besides the log of the stage. */
  output(task: number | '%a'): string {
    return join(this.path, `${task}.out`);
  }

  /** A marker: nobody wants the result of the task any more, and another attempt is under way. */
  fenced(task: number): string {
    return join(this.path, `${task}.fenced`);
  }

  write(record: BatchRecord, tasks: readonly NodeTask[], script: string): void {
    const doing = 'writing down a job';
    replaceFile(join(this.path, 'tasks.ndjson'), tasks.map(sealedText).join(''), doing, false);
    replaceFile(this.script, script, doing, false);
    writeSealed(join(this.path, 'batch.json'), record, doing);
  }

  record(): BatchRecord | undefined {
    const read = readSealed<BatchRecord>(join(this.path, 'batch.json'), 'reading a job', recordShape);
    return read.state === 'read' ? read.content : undefined;
  }

  /** One line of the tasks; undefined where there is none. */
  task(index: number): NodeTask | undefined {
    const line = readFileSync(join(this.path, 'tasks.ndjson'), 'utf8').split('\n')[index];
    if (line === undefined || line === '') return undefined;
    return (JSON.parse(line) as { content: NodeTask }).content;
  }

  /** The number that Slurm gave it; undefined while that is not known. */
  get job(): string | undefined {
    const read = readSealed<{ job: string }>(
      join(this.path, 'submitted.json'),
      'reading a job',
      members({ job: aText }),
    );
    return read.state === 'read' ? read.content.job : undefined;
  }

  submitted(job: string): void {
    writeSealed(join(this.path, 'submitted.json'), { job }, 'writing down a job');
  }

  /** The node that performs a task says so, with the number that Slurm gave the job. */
  begin(task: number, begun: Begun): void {
    writeSealed(join(this.path, `${task}.node.json`), begun, 'writing down where a job runs', false);
  }

  /** Where a task runs or ran; undefined where no node has begun it. */
  begun(task: number): Begun | undefined {
    const path = join(this.path, `${task}.node.json`);
    const read = readSealed<Begun>(path, 'reading where a job runs', members({ job: aText, node: aText }));
    return read.state === 'read' ? read.content : undefined;
  }

  /** The process that waits for the results. */
  get controller(): Owner | undefined {
    const path = join(this.path, 'controller.json');
    const read = readSealed<Owner>(path, 'reading who waits for a job', ownerShape);
    return read.state === 'read' ? read.content : undefined;
  }

  claim(controller: Owner): void {
    writeSealed(join(this.path, 'controller.json'), controller, 'taking up a job', false);
  }

  /** The names in the folder; asking for them makes a network file system look again. */
  names(): Set<string> {
    return new Set(namesIn(this.path));
  }

  resultName(task: number, position: number): string {
    return `${task}.${position}.result.json`;
  }

  newsName(task: number, position: number): string {
    return `${task}.${position}.news`;
  }

  result(task: number, position: number): NodeResult | undefined {
    const path = join(this.path, this.resultName(task, position));
    const read = readSealed<NodeResult>(path, 'reading the result of a job', nodeResultShape);
    return read.state === 'read' ? read.content : undefined;
  }

  writeResult(task: number, position: number, result: NodeResult): void {
    const path = join(this.path, this.resultName(task, position));
    writeSealed(path, result, 'writing the result of a job');
  }

  tell(task: number, position: number, news: NodeNews): void {
    appendFileSync(join(this.path, this.newsName(task, position)), `${JSON.stringify(news)}\n`);
  }

  /** Whole lines of news behind so many bytes, and where they end. */
  news(task: number, position: number, from: number): { news: NodeNews[]; end: number } {
    const path = join(this.path, this.newsName(task, position));
    try {
      const { size } = statSync(path);
      if (size <= from) return { news: [], end: from };
      const bytes = Buffer.alloc(size - from);
      const file = openSync(path, 'r');
      try {
        readSync(file, bytes, 0, bytes.length, from);
      } finally {
        closeSync(file);
      }
      const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
      const lines = whole.toString('utf8').split('\n').slice(0, -1);
      return { news: lines.flatMap(parseNews), end: from + whole.length };
    } catch (error) {
      if (isMissing(error)) return { news: [], end: from };
      throw error;
    }
  }

  /** What Slurm and the node wrote about a task; undefined where there is no such file: the job never began, or did not see the folder. */
  said(task: number): string | undefined {
    const file = readPlainFile(this.output(task));
    return file === undefined || file === 'no file' ? undefined : file.text;
  }

  /** Whether a task is still wanted: its folder goes when all its results were taken. */
  isWanted(task: number): boolean {
    return existsSync(join(this.path, 'batch.json')) && !existsSync(this.fenced(task));
  }
}

function parseNews(line: string): NodeNews[] {
  try {
    return [JSON.parse(line) as NodeNews];
  } catch {
    return []; // torn by a node that lost its connection
  }
}
