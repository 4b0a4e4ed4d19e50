import type { FaultList } from '../faults/fault-list.ts';
import type { StageConfig } from '../source/pipeline-schema.ts';
import { COMMAND_VARIABLES, inputVariable } from '../stage/input-variable.ts';

/** Reports what a command would be handed in one and the same environment variable: it would see the last only. */
export function checkVariables(stage: string, { run, needs, env }: StageConfig, faults: FaultList): void {
  if (run === undefined) return;
  const owners = new Map<string, string>();
  for (const name of Object.keys(needs ?? {})) {
    const variable = inputVariable(name);
    const owner = owners.get(variable);
    if (owner === undefined) owners.set(variable, name);
    else
      faults.add({
        place: { kind: 'config', path: ['stages', stage, 'needs', name], part: 'key' },
        message: `the inputs "${owner}" and "${name}" would both be in $${variable}`,
        expected: 'names that differ in more than the case of letters, - and _',
        hint: 'name one of them otherwise',
      });
  }
  for (const [index, name] of (env ?? []).entries()) {
    const owner = owners.get(name);
    const own = COMMAND_VARIABLES.some((variable) => variable === name);
    if (owner === undefined && !own) continue;
    faults.at(
      ['stages', stage, 'env', index],
      `the variable ${name} is what a command gets ${own ? 'from eos-pipeline' : `the input "${owner!}" in`}`,
      { hint: 'remove it from "env": it is part of the key anyway' },
    );
  }
}
