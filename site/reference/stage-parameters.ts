import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { markdownTable } from '../../src/cli/markdown/markdown-table.ts';
import type { StageDefinition } from '../../src/pipeline/stage/stage.ts';
import { allowed, kindOf, value, type Schema } from './allowed.ts';
import { Comments } from './comments.ts';

/** One parameter, by its path in the `with:` block. */
export interface Parameter {
  path: string;
  meaning: string;
  allowed: string;
  default: string;
}

/** A packaged stage with all of its parameters. */
export interface DescribedStage {
  name: string;
  definition: StageDefinition;
  parameters: Parameter[];
}

/** Every packaged stage, in the order of the file names. */
export async function packagedStages(root: string): Promise<DescribedStage[]> {
  const names = readdirSync(join(root, 'stages')).filter((name) => name.endsWith('.ts'));
  return Promise.all(
    names.sort().map(async (name) => {
      const file = join(root, 'stages', name);
      const { default: definition } = (await import(pathToFileURL(file).href)) as {
        default: StageDefinition;
      };
      const schema = z.toJSONSchema(definition.params, { io: 'input', unrepresentable: 'any' }) as Schema;
      return { name: name.slice(0, -3), definition, parameters: membersOf(schema, '', new Comments(file)) };
    }),
  );
}

/** docs/parameters.md. */
export function stageParametersPage(stages: readonly DescribedStage[]): string {
  const parts = stages.map(({ name, definition, parameters }) => {
    const inputs = Object.entries(definition.inputs).map(
      ([input, count]) => `\`${input}\`${count === 'many' ? ' (collects)' : ''}`,
    );
    const outputs = definition.outputs.map((output) => `\`${output}\``);
    return [
      `## ${name}`,
      definition.description,
      `Inputs: ${inputs.join(', ') || 'none'}. Outputs: ${outputs.join(', ')}.`,
      parameters.length === 0
        ? 'No parameters.'
        : markdownTable(
            ['parameter', 'meaning', 'allowed', 'default'],
            parameters.map((row) => [`\`${row.path}\``, row.meaning, row.allowed, row.default]),
          ),
    ].join('\n\n');
  });
  return `# Parameters of the packaged stages

What may stand under \`with:\` of each stage in \`pipeline.yaml\`. Made from the schemas by \`npm run reference\`, and by a test the same as they are. A
parameter without a default has to be given, unless it says "optional". Anything else under \`with:\` is refused with its place, before anything runs.

${parts.join('\n\n')}
`;
}

function membersOf(schema: Schema, prefix: string, comments: Comments, leftOut?: string): Parameter[] {
  const members = Object.entries(schema.properties ?? {});
  const names = members.map(([name]) => name);
  return members.flatMap(([name, member]) => {
    if (name === leftOut) return [];
    const path = `${prefix}${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    const own: Parameter = {
      path,
      meaning: (member.description ?? comments.of(name, names) ?? '').replaceAll('|', String.raw`\|`),
      allowed: allowed(member),
      default: member.default !== undefined ? value(member.default) : isRequired ? '' : 'optional',
    };
    return [own, ...inner(member, path, comments)];
  });
}

/** The members of what stands inside a parameter: of a map, of the items of a list, of each of several maps. */
function inner(schema: Schema, path: string, comments: Comments): Parameter[] {
  if (schema.properties) return membersOf(schema, `${path}.`, comments);
  if (schema.items) return inner(schema.items, `${path}[]`, comments);
  const options = (schema.anyOf ?? schema.oneOf ?? []).filter(({ properties }) => properties !== undefined);
  const rows = (option: Schema, prefix: string): Parameter[] =>
    membersOf(option, prefix, comments, kindOf(option)?.name);
  const alike = Map.groupBy(options, (option) => JSON.stringify(rows(option, '')));
  return [...alike.values()].flatMap((group) => {
    const kinds = group.flatMap((option) => kindOf(option)?.value ?? []);
    const place = kinds.length === 0 ? path : `${path}(${kindOf(group[0]!)!.name}: ${kinds.join(', ')})`;
    return rows(group[0]!, `${place}.`);
  });
}
