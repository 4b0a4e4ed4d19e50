import { z } from 'zod';
import { outputProblem } from '../stage/output-path.ts';
import { dataNameProblem } from './data-name.ts';
import { executorChoice, executorsSchema, slurmSchema } from './executor-schema.ts';
import { orReference } from './or-reference.ts';
import { DURATION, SIZE } from './quantity.ts';
import { remote, remoteKeys } from '../remote/remote-schema.ts';

/** A path of pipeline.yaml; characters that nobody can see are a slip of the pen, or meant to deceive. */
const path = z
  .string()
  .min(1)
  .refine((text) => !/\p{Cc}/u.test(text), 'the path has a control character');
/** Words for people, shown in terminals. */
const words = z
  .string()
  .refine((text) => !/(?![\t\n])\p{Cc}/u.test(text), 'the text has a control character');

const named = z.record(z.string(), z.unknown());
const identifier = z.string().regex(/^[A-Za-z][\w-]*$/);

const file = z.strictObject({
  file: path.describe('A file or folder of the project; its content takes part in the key.'),
});

const dataName = path.refine((name) => dataNameProblem(name) === undefined, {
  error: ({ input }) => `"${String(input)}" ${dataNameProblem(input)!}`,
});

const data = z.strictObject({
  data: z
    .union([dataName, z.array(dataName).min(1)], 'a name in the data dir, or a list of such names')
    .describe(
      'Names in the data dir (--data-dir), of which the first that is there is taken; nothing where none is.',
    ),
});

const inputsOf = z.strictObject({
  inputsOf: z.string().min(1).describe('A stage.'),
  input: z
    .string()
    .min(1)
    .describe('One of its inputs: what its instances need under this name is collected.'),
});

const need = z.union(
  [
    z.string().min(1).describe('A stage name, or a reference to one.'),
    z.array(z.string().min(1)).min(1).describe('Several stages, collected into one list.'),
    file,
    data,
    inputsOf,
  ],
  'a stage name, a list of stage names, { file: path }, { data: name }, or { inputsOf: stage, input: name }',
);

const output = z
  .string()
  .min(1)
  .refine((text) => outputProblem(text) === undefined, {
    error: ({ input }) => `the output ${JSON.stringify(input)} ${outputProblem(input)!}`,
  });

const axisValue = z.union(
  [
    z.string(),
    z.number(),
    z.boolean(),
    z.looseObject({ id: z.union([z.string(), z.number()], 'text or a number') }),
  ],
  'a number, a text, or a map with an "id"',
);
const axis = z.union(
  [
    z.string().min(1).describe('A reference to a list; a later axis may refer to an earlier one.'),
    z.array(axisValue),
  ],
  'a list of values, or a reference to one',
);

const size = 'a size such as "512 MB" or "2 GB"';
const duration = 'a time such as "90s", "30m" or "2h"';

const stage = z
  .strictObject({
    description: words.describe('One sentence for people; takes no part in the key.'),
    uses: path.describe(
      'The stage file, relative to pipeline.yaml; "eos-pipeline/stages/NAME.ts" is one of the packaged stages.',
    ),
    run: z.string().min(1).describe('A shell command that fills the folder $EOS_OUTPUT.'),
    matrix: z.record(identifier, axis).describe('Axes in order: one instance for each combination.'),
    needs: z
      .record(identifier, need)
      .describe(
        'Input name → stage, list of stages, { file: path }, { data: name }, or { inputsOf: stage, input: name }.',
      ),
    with: named.describe('The parameters of the stage.'),
    outputs: z.array(output).min(1).describe('With run: files or folders that must exist afterwards.'),
    env: z
      .array(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable'))
      .describe('Environment variables whose values take part in the key.'),
    resources: z
      .strictObject({
        threads: orReference(z.int().min(1), 'a whole number of at least 1').describe(
          'Cores that one instance uses.',
        ),
        parallel: orReference(z.boolean(), 'true or false').describe(
          'The stage deals its work out to so many threads, and its result does not depend on their number: they are no part of the key.',
        ),
        memory: orReference(z.string().regex(SIZE, size), size).describe(
          'What one instance needs, for example "2 GB".',
        ),
        time: orReference(z.string().regex(DURATION, duration), duration).describe(
          'What one instance takes at most; a cluster ends it after that.',
        ),
        gpus: orReference(z.int().min(1), 'a whole number of at least 1').describe(
          'Accelerators that one instance gets of a cluster.',
        ),
      })
      .partial(),
    executor: executorChoice.describe('Where the instances run, whatever the run says.'),
    timeout: orReference(z.string().regex(DURATION, duration), duration).describe(
      'For one attempt, for example "30m" or "2h"; an instance that takes longer fails.',
    ),
    retries: orReference(z.int().min(0).max(100), 'a whole number from 0 to 100').describe(
      'Further attempts after a failed one.',
    ),
    onDemand: z.boolean().describe('Leave the stage out where no other stage of the plan needs it.'),
    temporary: z.boolean().describe('Drop the output once everything that needs it is cached.'),
    first: z
      .boolean()
      .describe(
        'Run it, with what it needs, before everything else: what may be missing is told before hours of work.',
      ),
    sandbox: orReference(z.boolean(), 'true or false').describe(
      'Linux: the stage sees its inputs, its code and the programs of the system, and nothing else; no part of the key.',
    ),
    network: orReference(z.boolean(), 'true or false').describe(
      'The stage needs the internet: a sandbox lets it, and of a cluster it runs where the command does, or in "networkPartition".',
    ),
    publish: z.string().min(1).describe('A project folder that receives an exact copy of the output.'),
  })
  .partial()
  .check(({ value, issues }) => {
    const problem = (path: string[], message: string): void => {
      issues.push({ code: 'custom', message, path, input: value });
    };
    if (value.uses === undefined && value.run === undefined)
      problem([], 'the stage says neither "uses" nor "run"');
    if (value.uses !== undefined && value.run !== undefined)
      problem(['run'], 'the stage says both "uses" and "run"');
    if (value.run !== undefined && value.outputs === undefined)
      problem(['run'], 'the stage has a "run" command but no "outputs"');
    if (value.network === false && (value.sandbox ?? false) === false)
      problem(['network'], '"network: false" belongs to "sandbox: true"; every other stage has the network');
    if (value.uses !== undefined && value.outputs !== undefined)
      problem(['outputs'], '"outputs" belongs to "run"; a stage file declares its own');
  })
  .meta({ id: 'stage' });

/** The one definition of pipeline.yaml: it validates, gives the types, and generates pipeline.schema.json. */
export const pipelineSchema = z.strictObject({
  version: z.literal(1).describe('The version of this file format.'),
  title: words.min(1).optional(),
  params: named
    .default({})
    .describe('Values that ${{ params.… }} refers to; --set changes them for one run.'),
  profiles: z
    .record(z.string(), named)
    .default({})
    .describe('Named changes to params, merged deeply; lists are replaced. Chosen with --profile.'),
  defaultProfile: z.string().optional().describe('The profile of a run without --profile.'),
  remotes: z
    .array(remote)
    .optional()
    .describe('Caches that several machines share, asked in this order; see docs/remote-cache.md.'),
  executor: executorChoice.optional().describe('Where instances run; --executor says so for one run.'),
  executors: executorsSchema.optional().describe('What is asked of each executor.'),
  stages: z.record(identifier, stage),
});

/** pipeline.yaml as it stands, before references are resolved. */
export type PipelineConfig = z.output<typeof pipelineSchema>;
export type StageConfig = z.output<typeof stage>;

/** The JSON schema that editors read. */
export function pipelineJsonSchema(): object {
  const schema = z.toJSONSchema(pipelineSchema, {
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === stage) jsonSchema.oneOf = [{ required: ['uses'] }, { required: ['run', 'outputs'] }];
    },
  });
  return {
    $id: 'https://eos-pipeline.invalid/pipeline.schema.json',
    title: 'eos-pipeline: pipeline.yaml',
    ...schema,
  };
}

/** The keys that may stand at a place of pipeline.yaml, for "did you mean". */
export function knownKeys(path: readonly (string | number)[]): string[] {
  if (path.length === 0) return Object.keys(pipelineSchema.shape);
  if (path[0] === 'remotes') return remoteKeys();
  if (path[0] === 'executors')
    return path.length === 1 ? Object.keys(executorsSchema.shape) : Object.keys(slurmSchema.shape);
  if (path.length === 2) return Object.keys(stage.shape);
  return path[2] === 'resources'
    ? ['threads', 'parallel', 'memory', 'time', 'gpus']
    : ['file', 'data', 'inputsOf', 'input'];
}
