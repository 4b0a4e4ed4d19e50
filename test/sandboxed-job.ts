import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { signatureAt } from '../src/cache/files/signature.ts';
import type { JobResult, StageJob, WorkerNews } from '../src/execution/job.ts';
import type { SandboxMaker } from '../src/execution/sandbox/launch-sandbox.ts';
import { WorkerProcess } from '../src/execution/schedule/workers/worker-process.ts';
import type { JsonObject } from '../src/pipeline/values/json.ts';
import { projectFolder } from './project-folder.ts';
import { jobFor } from './stage-job.ts';
import { stageText } from './stage-project.ts';
import { temporaryCache } from './temporary-cache.ts';

/** A job in a sandbox that went through a worker process. */
export interface SandboxedJob {
  result: JobResult;
  news: WorkerNews[];
  log: string;
  /** A file of the output. */
  made: (name: string) => string;
}

/** Performs a job in a worker process; `during` may act when it tells its progress. */
export async function performed(
  job: StageJob,
  during?: (worker: WorkerProcess) => void,
): Promise<SandboxedJob> {
  const worker = new WorkerProcess();
  onTestFinished(() => {
    worker.kill();
  });
  const news: WorkerNews[] = [];
  const result = await worker.perform(job, (one) => {
    news.push(one);
    if (one.type === 'progress') during?.(worker);
  });
  const log = readFileSync(job.log, 'utf8').split('\n').slice(1).join('\n');
  const made = (name: string): string => {
    if (result.type !== 'stored') throw new Error(`${JSON.stringify(result)}\n${log}`);
    const { digest } = result.record.output;
    return readFileSync(join(job.cacheRoot, 'outputs', digest.slice(0, 2), digest, name), 'utf8');
  };
  return { result, news, log, made };
}

/** A command that makes the file `x`, in a sandbox, in a project with these files. */
export function sandboxedCommand(
  by: SandboxMaker,
  command: string,
  files: Record<string, string> = {},
): StageJob {
  const root = projectFolder(files);
  return jobFor(
    temporaryCache(),
    join(root, 'none'),
    {},
    {
      sandbox: { by, network: false },
      work: { kind: 'run', command, outputs: ['x'] },
    },
  );
}

/** A stage file that makes the file `x`, in a sandbox or in none, whose key sees the files of `code`. */
export function sandboxedStage(
  by: SandboxMaker | undefined,
  text: string,
  files: Record<string, string> = {},
  code: string[] = [],
  params: JsonObject = {},
): StageJob {
  const stage = stageText(text, { outputs: "['x']" });
  const root = projectFolder({ 'package.json': '{ "type": "module" }', 'stage.js': stage, ...files });
  return jobFor(temporaryCache(), join(root, 'stage.js'), params, {
    ...(by && { sandbox: { by, network: false } }),
    codeFiles: code.map((name) => [join(root, name), signatureAt(join(root, name))!]),
  });
}

/** Adds a file or folder of the project as the input `data`. */
export function withData(job: StageJob, name: string): StageJob {
  return {
    ...job,
    inputs: { data: { many: false, items: [{ name, path: join(job.projectRoot, name) }] } },
    sources: { data: [{ file: name }] },
  };
}
