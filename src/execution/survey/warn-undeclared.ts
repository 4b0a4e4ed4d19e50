import { relative, resolve } from 'node:path';
import { variablesOf, wordsOf } from '../../pipeline/command-words.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { statsBehind } from '../../pipeline/stats-behind.ts';
import { isWithin } from '../../pipeline/within.ts';
import { isBaseVariable } from '../base-environment.ts';
import type { Run } from './run.ts';

/** Says, before anything runs, what the code or the command of an instance names that its key will not see; each thing once a stage. */
export function warnUndeclared(run: Run, instances: readonly Instance[]): void {
  const said = new Set<string>();
  for (const instance of instances) {
    for (const message of [...variables(run, instance), ...files(run, instance), ...loads(run, instance)]) {
      const key = `${instance.stage}\0${message}`;
      if (said.has(key)) continue;
      said.add(key);
      run.emit({ type: 'instance-warning', instance: instance.id, stage: instance.stage, message });
    }
  }
}

function variables({ keys }: Run, instance: Instance): string[] {
  const { work, env } = instance;
  const names = work.kind === 'run' ? variablesOf(work.command) : (keys.codeOf(instance)?.variables ?? []);
  return names
    .filter((name) => !isBaseVariable(name) && !env.includes(name))
    .map(
      (name) =>
        `the ${work.kind === 'run' ? 'command' : 'code'} names the environment variable ${name}, which is not there for it: declare it, env: [${name}]`,
    );
}

function files({ plan: { root }, cache }: Run, { work, needs }: Instance): string[] {
  if (work.kind !== 'run') return [];
  const declared = Object.values(needs).flatMap((need) => (need.kind === 'file' ? [need.path] : []));
  const paths = wordsOf(work.command).map((word) => resolve(root, word));
  return paths
    .filter(
      (path) =>
        isWithin(path, root) &&
        !isWithin(path, cache.root) &&
        !declared.some((one) => isWithin(path, one)) &&
        statsBehind(path)?.isFile() === true,
    )
    .map((path) => {
      const name = relative(root, path);
      return `the command names the file ${name}, which is not under "needs": a change of it would go unnoticed; write needs: { x: { file: ${name} } }`;
    });
}

function loads({ plan: { root }, keys }: Run, instance: Instance): string[] {
  return (keys.codeOf(instance)?.unfollowed ?? []).map(
    ({ file, line, column, text }) =>
      `${isWithin(file, root) ? relative(root, file) : file}:${line}:${column}: where ${text} leads is decided when the stage runs, so its key may miss it, and a change of it go unnoticed; write each name out, as in import("./x.ts") or new URL("./x.txt", import.meta.url); where that is meant, say "// outside of the key" above it`,
  );
}
