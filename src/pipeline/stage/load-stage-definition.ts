import { pathToFileURL } from 'node:url';
import { PipelineError } from '../faults/error.ts';
import { outputProblem } from './output-path.ts';
import { provideOwnPackage } from './own-package.ts';
import type { StageDefinition } from './stage.ts';

/** Imports a stage file and checks that its default export is a stage definition. */
export async function loadStageDefinition(file: string): Promise<StageDefinition> {
  provideOwnPackage();
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (cause) {
    // Whatever is thrown, also what is no error.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('bad-stage-file', `${file} cannot be loaded: ${reason}`, {
      cause,
      hint: isTakenForCommonJs(cause)
        ? 'the nearest package.json says "type": "commonjs": make it "module", or name the file .mts'
        : isMissingPackage(cause)
          ? 'install the package with npm in the project, or correct the name'
          : 'run the file with "node" to see where it fails',
    });
  }
  const definition = module.default as Partial<StageDefinition> | undefined;
  const missing = [
    ['name', typeof definition?.name === 'string'],
    ['params (a zod schema)', typeof definition?.params?.safeParse === 'function'],
    ['inputs', isObject(definition?.inputs)],
    ['outputs', Array.isArray(definition?.outputs)],
    ['run', typeof definition?.run === 'function'],
  ]
    .filter(([, there]) => there === false)
    .map(([name]) => name as string);
  if (missing.length > 0)
    throw new PipelineError(
      'bad-stage-file',
      `${file} exports no stage: its default export lacks ${missing.join(', ')}`,
      {
        hint: 'write "export default defineStage({ name, description, params, inputs, outputs, run })"',
      },
    );
  checkDeclared(definition as StageDefinition, file);
  return definition as StageDefinition;
}

/** A stage file may be JavaScript, or anything by a cast. */
function checkDeclared({ inputs, outputs }: { inputs: object; outputs: unknown[] }, file: string): void {
  for (const output of outputs) {
    const problem = outputProblem(output);
    if (problem !== undefined)
      throw new PipelineError('bad-stage-file', `${file}: the output ${JSON.stringify(output)} ${problem}`, {
        hint: 'outputs are paths inside the folder that the stage fills, such as "table.csv"',
      });
  }
  for (const [name, kind] of Object.entries<unknown>({ ...inputs }))
    if (kind !== 'one' && kind !== 'many' && kind !== 'optional')
      throw new PipelineError('bad-stage-file', `${file}: the input "${name}" is ${JSON.stringify(kind)}`, {
        hint: "write 'one' for an input with one producer, 'many' for one that collects, or 'optional' for one that may be left out",
      });
}

/** npm writes "type": "commonjs" into a new package.json; Node then reads .ts and .js files in that old form. */
function isTakenForCommonJs(error: unknown): boolean {
  return (
    error instanceof SyntaxError &&
    /import statement outside a module|Unexpected token 'export'/.test(error.message)
  );
}

function isMissingPackage(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    /^Cannot find package/.test(error.message)
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
