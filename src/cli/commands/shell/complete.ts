import type { Command } from 'commander';
import type { GlobalOptions } from '../../options.ts';
import { openProject } from '../../project.ts';

/** Prints the words that may follow, one a line; what cannot be known is left out, never an error. */
export async function run(words: string[], options: GlobalOptions, program: Command): Promise<number> {
  const candidates = await following(words, options, program);
  process.stdout.write(candidates.map((word) => `${word}\n`).join(''));
  return 0;
}

async function following(
  words: readonly string[],
  options: GlobalOptions,
  program: Command,
): Promise<string[]> {
  const last = words.at(-1) ?? '';
  const given = program.commands.find((command) => words.includes(command.name()));
  const option = [...program.options, ...(given?.options ?? [])].find(
    ({ short, long }) => last !== '' && (short === last || long === last),
  );
  if (option?.long === '--profile')
    return fromProject(options, ({ pipeline }) => Object.keys(pipeline.config.profiles));
  if (option?.long === '--only')
    return fromProject(options, ({ plan }) => [
      ...new Set(
        plan.instances.flatMap(({ coordinates }) =>
          Object.entries(coordinates).map((pair) => pair.join('=')),
        ),
      ),
    ]);
  if (option?.argChoices !== undefined) return option.argChoices;
  if (option?.required === true) return [];
  if (given?.name() === 'completion') return ['bash', 'zsh', 'fish'];
  const names =
    given === undefined
      ? program.commands.map((command) => command.name()).filter((name) => name !== 'complete')
      : [];
  const takesTargets =
    given === undefined || /target/.test(given.registeredArguments.map((argument) => argument.name()).join());
  const stages = takesTargets ? await fromProject(options, ({ plan }) => plan.stages) : [];
  const flags = [...program.options, ...(given?.options ?? [])].flatMap(({ long }) =>
    typeof long === 'string' ? [long] : [],
  );
  return [...names, ...stages, ...flags];
}

async function fromProject(
  options: GlobalOptions,
  pick: (project: Awaited<ReturnType<typeof openProject>>) => string[],
): Promise<string[]> {
  try {
    return pick(await openProject(options));
  } catch {
    // A broken pipeline.yaml is no reason to break the shell's completion.
    return [];
  }
}
