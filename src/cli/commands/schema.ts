import { pipelineJsonSchema } from '../../pipeline/source/pipeline-schema.ts';

/** Prints the JSON schema of pipeline.yaml. */
export function run(): number {
  process.stdout.write(`${JSON.stringify(pipelineJsonSchema(), undefined, 2)}\n`);
  return 0;
}
