import type { PipelineError } from '../pipeline/faults/error.ts';
import { systemError } from '../cache/files/system-error.ts';
import { onGithub } from './github/on-github.ts';
import { guardOutput } from './output.ts';
import { exitCodeOf, printError } from './print-error.ts';
import { createProgram } from './program.ts';

/** Runs the command line; gives the exit code, as docs/cli.md lists them. */
export async function main(argv: readonly string[]): Promise<number> {
  const release = guardOutput();
  // Nothing that lands in the cache is for everybody to write.
  process.umask(process.umask(0o077) | 0o002);
  const json = argv.includes('--json');
  if (argv.includes('--no-color') || onGithub()) {
    process.env['NO_COLOR'] = '1';
    delete process.env['FORCE_COLOR'];
  }
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return endWith(exitCode, await release());
  } catch (thrown) {
    const lost = await release();
    // A folder of the cache that one may not read, whoever came upon it, is no defect of this program.
    const error = systemError(thrown, 'the command');
    if (isHelp(error)) return endWith(error.exitCode === 0 ? 0 : 2, lost);
    printError(error, json);
    if (onGithub()) {
      const { tellGithub } = await import('./github/tell-github.ts');
      tellGithub(error);
    }
    return exitCodeOf(error);
  }
}

/** Says that output was lost; a command that came to a good end has not then. */
function endWith(exitCode: number, lost: PipelineError | undefined): number {
  if (lost === undefined) return exitCode;
  printError(lost, false);
  return exitCode === 0 ? lost.exitCode : exitCode;
}

/** Commander has printed already what this error is about. */
function isHelp(error: unknown): error is { exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
