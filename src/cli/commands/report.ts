import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError } from '../../pipeline/error.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson } from '../output.ts';
import { openProject } from '../project.ts';

/** Says where the report is, and opens it in the browser when asked to. */
export async function run(
  _arguments: string[],
  options: GlobalOptions & { open?: boolean },
): Promise<number> {
  const { plan } = await openProject(options);
  const published = plan.instances.flatMap(({ publish }) =>
    publish === undefined ? [] : [join(publish, 'index.html')],
  );
  const report = published.find((file) => existsSync(file));
  if (report === undefined)
    throw new PipelineError(
      'missing-output',
      `there is no report yet${published[0] === undefined ? '' : `: ${published[0]} does not exist`}`,
      {
        hint:
          published[0] === undefined ? 'no stage of this pipeline has "publish"' : 'run "eos-pipeline repro"',
      },
    );
  if (options.json === true) sayJson({ type: 'report', file: report });
  else say(report);
  if (options.open === true) await open(report);
  return 0;
}

async function open(file: string): Promise<void> {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const child = spawn(command, [...before, file], { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(
        new PipelineError('bad-argument', `no browser could be started: ${cause.message}`, {
          hint: `open ${file} yourself`,
          cause,
        }),
      );
    });
  });
  child.unref();
}
