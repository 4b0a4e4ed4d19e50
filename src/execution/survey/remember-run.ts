import { fileURLToPath } from 'node:url';
import type { ActionEntry } from '../../cache/actions/action-index.ts';
import { type FreshRun, environmentDigest, keepFreshRun } from '../../cache/fresh-run.ts';
import type { LockedInstance } from '../../cache/lock-file.ts';
import { readManifest } from '../../cache/outputs/manifest.ts';
import { type SignedPath, signedPaths, signedTree } from '../../cache/outputs/output-check.ts';
import { introduceProject } from '../../cache/projects/known-project.ts';
import { publishedPaths } from '../../cache/publication.ts';
import { isSettled, signatureAt } from '../../cache/files/signature.ts';
import type { RunRequest } from '../run-options.ts';
import type { Run } from './run.ts';

/** What more paths than this take in memory, and as the one text that they are written as, would be felt (250,000 are 36 MB). */
const MOST_PATHS = 1_000_000;

/** Parts of this program that decide what has to run. */
const DECIDING = ['cli', 'pipeline', 'cache', 'execution'];

/**
 * Remembers a run after which everything is up to date, with the signatures of all that it looked at. Does nothing where one of
 * them does not vouch for the content that was read.
 */
export function rememberRun(
  run: Run,
  request: RunRequest,
  results: ReadonlyMap<string, LockedInstance>,
): void {
  const { cache, index, lockFile, selected } = run;
  const paths = [...codePaths(run), request.pipeline];
  // One by one: a tree may have more paths than a call may have arguments.
  const addAll = (more: readonly SignedPath[]): void => {
    for (const path of more) paths.push(path);
  };
  // Code and pipeline.yaml may have been written while this run read them; inputs are judged one by one.
  if (!paths.every(([, ...signature]) => isSettled(signature, request.startedMs))) return;
  const inputs = new Map<string, FreshRun['inputs'][number][1]>();
  const seen = new Set<string>();
  for (const instance of selected) {
    for (const need of Object.values(instance.needs)) {
      if (need.kind !== 'file' || inputs.has(need.path)) continue;
      const known = index.get('input', need.path);
      if (known === undefined || known.signature !== run.keys.signatureOf(need.path)) return;
      inputs.set(need.path, known.signature);
    }
    const { key, output } = results.get(instance.id)!;
    const entry = index.get('action', key);
    if (entry === undefined) return;
    paths.push([cache.record(key), ...entry.record]);
    if (!entry.dropped && !seen.has(output)) {
      const tree = treeOf(run, entry);
      if (tree === undefined) return;
      seen.add(output);
      addAll(below(cache.output(output), tree));
    }
    if (instance.publish !== undefined) {
      const copy = publishedPaths(index, instance.publish, output);
      if (copy === undefined) return;
      addAll(below(instance.publish, copy));
    }
    if (paths.length > MOST_PATHS) return;
  }
  const project = introduceProject(cache, run.plan.root, lockFile);
  for (const path of [lockFile, cache.index, project]) {
    if (path === undefined) return;
    const signature = signatureAt(path);
    if (signature === undefined) return;
    paths.push([path, ...signature]);
  }
  const environment = [...new Set(selected.flatMap(({ env }) => env))].sort();
  keepFreshRun(cache, {
    question: request.question,
    instances: selected.length,
    paths,
    absent: [...new Set([...run.keys.codes.values()].flatMap(({ absent }) => absent))],
    inputs: [...inputs],
    environment,
    environmentDigest: environmentDigest(environment),
  });
}

/** The code of the stages, and of this program where it decides what has to run. */
function codePaths({ keys }: Run): SignedPath[] {
  const stages = new Map([...keys.codes.values()].flatMap(({ files }) => files));
  const own = DECIDING.flatMap((name) => {
    const folder = fileURLToPath(new URL(`../../${name}`, import.meta.url));
    return below(folder, signedTree(folder));
  });
  return [...own, ...[...stages].map(([path, signature]): SignedPath => [path, ...signature])];
}

function treeOf({ cache }: Run, { tree, output }: ActionEntry): SignedPath[] | undefined {
  if (tree) return tree;
  const manifest = readManifest(cache, output);
  return manifest.state === 'read' ? signedPaths(manifest.content) : undefined;
}

function below(folder: string, paths: readonly SignedPath[]): SignedPath[] {
  return paths.map(([path, size, modified, changed, inode, mode]) => [
    path === '' ? folder : `${folder}/${path}`,
    size,
    modified,
    changed,
    inode,
    mode,
  ]);
}
