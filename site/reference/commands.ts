import type { Command, Option } from 'commander';
import { markdownTable } from '../../src/cli/markdown/markdown-table.ts';
import { value } from './allowed.ts';

/** docs/commands.md: each command with its arguments and options, as the program declares them. */
export function commandsPage(program: Command): string {
  const commands = program.createHelp().visibleCommands(program);
  const parts = commands.map((command) => {
    const { usage, options } = { usage: usageOf(command), options: command.options.filter(isShown) };
    return [
      `## ${command.name()}`,
      `\`eos-pipeline ${usage}\``,
      sentence(command.description()),
      ...(options.length > 0 ? [optionTable(options)] : []),
    ].join('\n\n');
  });
  return `# Commands and options

As the program declares them; made by \`npm run reference\`, and by a test the same as \`eos-pipeline COMMAND --help\` says. What they do in full, and the
exit codes: [the command line](cli.md).

${parts.join('\n\n')}

## Options of every command

${optionTable(program.options.filter(isShown))}
`;
}

function usageOf(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...words, '[options]'].join(' ');
}

function isShown(option: Option): boolean {
  return !option.hidden;
}

function optionTable(options: readonly Option[]): string {
  return markdownTable(
    ['option', 'meaning', 'allowed', 'default'],
    options.map((option) => [
      `\`${option.flags}\``,
      sentence(option.description).replaceAll('|', String.raw`\|`),
      option.argChoices?.map(value).join(', ') ?? '',
      // Commander's default of a negated option (--no-color) says that the thing itself is on.
      option.defaultValue === undefined || option.negate ? '' : value(option.defaultValue),
    ]),
  );
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`.replaceAll(/<(\w+)>/g, '`<$1>`');
}
