import { dirname } from 'node:path';
import {
  type Disturbance,
  changedSince,
  disturbanceOf,
  inputSignature,
} from '../../cache/actions/input-content.ts';
import type { Digest } from '../../cache/files/digest.ts';
import type { Touched } from '../../cache/outputs/touched.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { StageJob } from '../job.ts';

/**
 * An input that changed meanwhile may have been read in its new form: the key would lie.
 * @param touched - the cached inputs that are not what they were when the stage began
 * @param startedMs - when it began, to say what in a folder has changed
 * @throws PipelineError stage-failed
 */
export function checkUndisturbed(job: StageJob, touched: readonly Touched[], startedMs: number): void {
  for (const { path, signature } of job.projectFiles) {
    if (inputSignature(path) === signature) continue;
    const done = disturbanceOf(path, contentsOf(job, path), startedMs);
    if (done !== 'none') throw disturbed(job, path, done, startedMs);
  }
  checkCached(job, touched);
}

function disturbed(job: StageJob, path: string, done: Disturbance, startedMs: number): PipelineError {
  if (done === 'written')
    return new PipelineError(
      'stage-failed',
      `the input ${path} changed while the stage was reading it${whatChanged(path, startedMs)}`,
      { hint: 'Run the same command again when it is complete.' },
    );
  return new PipelineError(
    'stage-failed',
    `the input ${path} was linked, renamed or given another mode while the stage was reading it, and its folder changed: it may have been another one for a while`,
    {
      location: job.location,
      hint: 'Let the stage copy it (cp) where it makes a hard link to it (ln), and leave it where it is; then run the same command again.',
    },
  );
}

/** The contents that the key holds for a project file: several inputs may name it. */
function contentsOf({ fields, sources, inputs }: StageJob, path: string): Digest[] {
  return Object.entries(sources).flatMap(([name, from]) =>
    from.flatMap((source, position) =>
      'file' in source && inputs[name]?.items[position]?.path === path
        ? [fields.inputs[name]![position]!]
        : [],
    ),
  );
}

function whatChanged(input: string, startedMs: number): string {
  // Nothing where it is gone, and where it changed between the making of the key and the start.
  const paths = inputSignature(input) === undefined ? [] : changedSince(input, startedMs);
  // A folder changes with what is in it, and is worth a word only where something was removed.
  const files = paths.filter((path) => path !== input && !paths.some((other) => dirname(other) === path));
  if (files.length === 0) return '';
  return `: ${files[0]!}${files.length > 1 ? ` and ${files.length - 1} more` : ''}`;
}

/** The outputs of other stages among the inputs. */
export function cachedInputs({ fields, sources }: StageJob): Digest[] {
  return Object.entries(fields.inputs).flatMap(([name, digests]) =>
    digests.filter((_, position) => {
      const source = sources[name]?.[position];
      return source !== undefined && 'instance' in source;
    }),
  );
}

/** The stage may have read what it, or somebody else meanwhile, made of an input. */
function checkCached(job: StageJob, touched: readonly Touched[]): void {
  const [first] = touched;
  if (first === undefined) return;
  const { path, problem } = first.problems[0]!;
  throw new PipelineError(
    'stage-failed',
    `the input ${path} was changed while ${job.instance} ran: ${problem}`,
    {
      location: job.location,
      hint: 'Inputs are for reading: let the stage copy what it changes to its output folder, or to a temporary one. Then run the same command again: a damaged input is made again first.',
    },
  );
}
