import { readFile } from 'node:fs/promises';
import type { YAMLError } from 'yaml';
import { PipelineError, type SourceLocation } from './error.ts';
import type { ConfigPath, Fault } from './fault.ts';
import type { PipelineConfig } from './schema.ts';
import { PipelineSource } from './source.ts';

/** pipeline.yaml, read and found to have the right form; references are not resolved yet. */
export interface Pipeline {
  source: PipelineSource;
  config: PipelineConfig;
  /** Where each stage stands. */
  locations: Record<string, SourceLocation>;
}

/** Reads and checks pipeline.yaml; throws a FaultsError with everything that is wrong with its form. */
export async function loadPipeline(file: string): Promise<Pipeline> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('bad-pipeline', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const source = new PipelineSource(file, text);
  const { document } = await source.parse();
  const faults = [...document.errors, ...document.warnings]
    .filter((error) => error.code === 'DUPLICATE_KEY' || error.code === 'TAG_RESOLVE_FAILED')
    .map((error) => syntaxFault(error, text));
  // Duplicate keys and unknown tags leave a readable document; after any other error the rest is guesswork.
  const broken = document.errors.find(
    (error) => !['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED'].includes(error.code),
  );
  if (broken !== undefined) await source.fail([...faults, syntaxFault(broken, text)]);

  const value: unknown = document.toJS();
  for (const path of findNotJson(value, [])) {
    const message = `${path.join('.')} is not a finite number`;
    faults.push({
      place: { kind: 'config', path, part: 'value' },
      message,
      expected: 'a number that JSON can hold',
    });
  }
  const { knownKeys, pipelineSchema } = await import('./schema.ts');
  const checked = pipelineSchema.safeParse(value);
  if (!checked.success) {
    const { issueFaults } = await import('./issue.ts');
    for (const { path, part, ...said } of issueFaults(checked.error.issues, value, knownKeys))
      faults.push({ place: { kind: 'config', path, part }, ...said });
  }
  if (!checked.success || faults.length > 0) return source.fail(faults);

  const locations: Record<string, SourceLocation> = {};
  for (const stage of Object.keys(checked.data.stages))
    locations[stage] = await source.locate(['stages', stage], 'key');
  return { source, config: checked.data, locations };
}

function syntaxFault({ code, message, pos }: YAMLError, text: string): Fault {
  const [start, end] = pos;
  const place = { kind: 'span', start, end: Math.max(end, start + 1) } as const;
  if (code === 'DUPLICATE_KEY')
    return { place, message: 'the key stands twice in one map', hint: 'remove one of them' };
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1).split('\n')[0]!;
  const unquoted = /[[{,:]\s*\$\{\{/.test(line);
  const hint = unquoted ? "inside { } and [ ] a reference needs quotes: '${{ params.NAME }}'" : undefined;
  return { place, message: `not YAML: ${lowerFirst(message)}`, ...(hint === undefined ? {} : { hint }) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function* findNotJson(value: unknown, path: ConfigPath): Generator<ConfigPath> {
  if (typeof value === 'number' && !Number.isFinite(value)) yield path;
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value))
      yield* findNotJson(member, [...path, Array.isArray(value) ? Number(key) : key]);
}
