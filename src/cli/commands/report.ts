import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listenForInterrupts } from '../../execution/schedule/interrupt.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { readReport } from '../../report/data/read-report.ts';
import type { Report } from '../../report/data/build-report.ts';
import { idleOption } from '../before/idle-option.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { openProject } from '../project.ts';
import { comparedReport } from '../report/compared-report.ts';

interface ReportOptions extends GlobalOptions {
  open?: boolean;
  serve?: boolean;
  /** 0: any free port. */
  port?: number;
  /** A kept result, a report.json of another run, or its folder. */
  compare?: string;
  format?: 'text' | 'markdown';
  exitCode?: boolean;
}

/** Says where the report is; opens it, serves it on this machine, or compares it with another one when asked to. */
export async function run(_arguments: string[], options: ReportOptions): Promise<number> {
  refuseIdle(options);
  const folder = await reportFolder(options);
  const page = join(folder, 'index.html');
  if (options.compare !== undefined) return compare(options.compare, folder, options);
  if (options.serve === true) return serve(folder, options);
  if (!existsSync(page))
    throw existsSync(folder)
      ? new PipelineError('missing-output', `there is no report: ${folder} has no index.html`, {
          hint: 'the pipeline publishes this folder without a page; what it computed stands there',
        })
      : new PipelineError('missing-output', `there is no report yet: ${page} does not exist`, {
          hint: 'run "eos-pipeline repro"',
        });
  if (options.json === true) sayJson({ type: 'report', file: page });
  else say(page);
  if (options.open === true) await open(page);
  return 0;
}

function refuseIdle({ compare, serve, exitCode, format = 'text', port }: ReportOptions): void {
  if (compare === undefined && exitCode === true) throw idleOption('report', '--exit-code', '--compare OLD');
  if (compare === undefined && format !== 'text')
    throw idleOption('report', `--format ${format}`, '--compare OLD');
  if (serve !== true && port !== undefined) throw idleOption('report', `--port ${port}`, '--serve');
}

/** The folder that the pipeline publishes its report to; of several, the first that has one. */
async function reportFolder(options: GlobalOptions): Promise<string> {
  const { plan } = await openProject(options);
  const folders = plan.instances.flatMap(({ publish }) => (publish === undefined ? [] : [publish]));
  const folder = folders.find((path) => existsSync(join(path, 'index.html'))) ?? folders[0];
  if (folder === undefined)
    throw new PipelineError('missing-output', 'there is no report yet', {
      hint: 'no stage of this pipeline has "publish"',
    });
  return folder;
}

/** The exit code with --exit-code where a number differs by more than its tolerance, or a verdict. */
const DIFFERS = 1;

async function compare(old: string, folder: string, options: ReportOptions): Promise<number> {
  const { compareReports, comparisonText, disagrees } = await import('../../report/data/compare-reports.ts');
  const comparison = compareReports(readable(comparedReport(old, options)), readable(folder));
  if (options.json === true) sayJson({ type: 'report-comparison', ...comparison });
  else if (options.format === 'markdown') {
    const { comparisonMarkdown } = await import('../report/comparison-markdown.ts');
    say(comparisonMarkdown(old, comparison));
  } else say(comparisonText(comparison));
  return options.exitCode === true && disagrees(comparison) ? DIFFERS : 0;
}

function readable(path: string): Report {
  try {
    return readReport(path);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PipelineError('bad-argument', error.message, { cause: error });
  }
}

/** Serves until the process is interrupted. */
async function serve(folder: string, { port = 0, json, open: wanted }: ReportOptions): Promise<number> {
  const { serveReport } = await import('../report/serve-report.ts');
  const served = await serveReport(folder, { port }).catch((cause: unknown) => {
    throw new PipelineError('bad-argument', `port ${port} cannot be used: ${(cause as Error).message}`, {
      hint: 'name another port, or none for any that is free',
      cause,
    });
  });
  const { promise: interrupted, resolve: stop } = Promise.withResolvers<string>();
  const stopListening = listenForInterrupts(stop, stop);
  if (json === true) sayJson({ type: 'report-served', url: served.url });
  else say(`${served.url} shows ${folder}, and each new rendering by itself. Ctrl-C ends it.`);
  if (wanted === true) await open(served.url);
  await interrupted;
  stopListening();
  await served.close();
  return 0;
}

async function open(target: string): Promise<void> {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const child = spawn(command, [...before, target], { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(
        new PipelineError('bad-argument', `no browser could be started: ${cause.message}`, {
          hint: `open ${target} yourself`,
          cause,
        }),
      );
    });
  });
  child.unref();
}
