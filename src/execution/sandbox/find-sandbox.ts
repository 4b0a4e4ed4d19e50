import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../cache/files/remove-tree.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { type SandboxMaker, launchSandbox } from './launch-sandbox.ts';
import { systemPlaces } from './system-places.ts';

const MAKERS: readonly SandboxMaker[] = ['bubblewrap', 'unshare'];

/** What makes sandboxes here, or for each way why it does not work. */
export type SandboxState = { maker: SandboxMaker } | { problems: string[] };

let found: SandboxState | undefined;

/** Tries, once a process, what can make a sandbox here. */
export function findSandbox(): SandboxState {
  found ??=
    process.platform === 'linux' ? tryAll() : { problems: [`this is ${process.platform}, not Linux`] };
  return found;
}

/**
 * What makes sandboxes here, for a stage that asks for one.
 * @throws PipelineError bad-pipeline where nothing does: without its sandbox the stage does not run
 */
export function requireSandbox({ stage, location }: Pick<Instance, 'stage' | 'location'>): SandboxMaker {
  const state = findSandbox();
  if ('maker' in state) return state.maker;
  const problem = state.problems.join('; ');
  throw new PipelineError(
    'bad-pipeline',
    `the stage "${stage}" asks for a sandbox, and none can be made here: ${problem}`,
    {
      location,
      hint: sandboxHelp(),
    },
  );
}

/** What to do where no sandbox can be made. */
export function sandboxHelp(): string {
  return process.platform === 'linux'
    ? 'Install bubblewrap, or allow user namespaces: in a container "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined", on Ubuntu "sysctl kernel.apparmor_restrict_unprivileged_userns=0". Or remove "sandbox: true".'
    : 'Run the pipeline on Linux, or remove "sandbox: true".';
}

function tryAll(): SandboxState {
  const problems: string[] = [];
  for (const maker of MAKERS) {
    const problem = problemOf(maker);
    if (problem === undefined) return { maker };
    problems.push(`${maker}: ${problem}`);
  }
  return { problems };
}

function problemOf(maker: SandboxMaker): string | undefined {
  const own = mkdtempSync(join(tmpdir(), 'eos-sandbox-'));
  try {
    const view = { ...systemPlaces([]), cwd: '/', network: false };
    const [program, words] = launchSandbox(maker, view, own, ['/bin/sh', '-c', 'echo made']);
    const { stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
    if (stdout === 'made\n') return undefined;
    if (error)
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not installed' : error.message;
    if (/: bwrap: not found/.test(stderr)) return 'it is not installed';
    return stderr.trim().split('\n').at(-1) ?? 'it ended without a word';
  } finally {
    removeTree(own);
  }
}
