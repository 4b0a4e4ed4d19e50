import { markdownTable } from '../../src/cli/markdown/markdown-table.ts';
import { allowed, value, type Schema } from './allowed.ts';

/** docs/pipeline-keys.md: the keys of pipeline.yaml, as its JSON schema has them. */
export function pipelineKeysPage(schema: Schema & { $defs: { stage: Schema } }): string {
  return `# Keys of pipeline.yaml

From the JSON schema of the file, by \`npm run reference\`; a test holds them to it. What they mean in full: [pipeline.yaml](pipeline-yaml.md). Wherever a
number or a time of a stage is asked for, a reference (\`\${{ params.… }}\`) may stand.

## The file

${keys(schema)}

## A stage

${keys(schema.$defs.stage)}

## A need

One of these forms, under a name of your choice in \`needs\`.

${needs(schema.$defs.stage.properties!['needs']!.additionalProperties as Schema)}
`;
}

function keys(schema: Schema): string {
  const rows = rowsOf(schema, '').map(({ path, of, isRequired }) => [
    `\`${path}\``,
    (of.description ?? '').replaceAll('|', String.raw`\|`).replaceAll(/\$\{\{.*?\}\}/g, '`$&`'),
    allowed(of),
    of.default !== undefined ? value(of.default) : isRequired ? 'required' : '',
  ]);
  return markdownTable(['key', 'meaning', 'allowed', 'default'], rows);
}

function rowsOf(schema: Schema, prefix: string): { path: string; of: Schema; isRequired: boolean }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, of]) => [
    { path: `${prefix}${name}`, of, isRequired: schema.required?.includes(name) ?? false },
    ...rowsOf(of, `${prefix}${name}.`),
  ]);
}

function needs({ anyOf = [] }: Schema): string {
  const rows = anyOf.map((form) => {
    const members = Object.entries(form.properties ?? {});
    const meaning =
      form.description ?? members.map(([name, { description }]) => `\`${name}\`: ${description!}`).join(' ');
    const written =
      members.length > 0
        ? members.map(([name, of]) => `\`${name}\`: ${allowed(of)}`).join('; ')
        : allowed(form);
    return [written, meaning];
  });
  return markdownTable(['form', 'meaning'], rows);
}
