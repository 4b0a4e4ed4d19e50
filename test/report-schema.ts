/** Writes report.schema.json anew from the types that report.json is written by: node test/report-schema.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeSchema } from './type-schema.ts';

/** Where the schema is shipped. */
export const reportSchemaFile = join(import.meta.dirname, '../report.schema.json');

/** The text of the schema of report.json, from the type that it is written by. */
export function reportSchemaText(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://eos-pipeline.invalid/report.schema.json',
    title: 'report.json of eos-pipeline',
    ...typeSchema('src/report/data/build-report.ts', 'Report'),
  };
  return `${JSON.stringify(schema, undefined, 1)}\n`;
}

if (import.meta.main) writeFileSync(reportSchemaFile, reportSchemaText());
