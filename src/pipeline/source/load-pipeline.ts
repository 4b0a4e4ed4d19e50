import { readFileSync } from 'node:fs';
import type { YAMLError } from 'yaml';
import { ConfigMemo, type CheckedConfig } from './config-memo.ts';
import { PipelineError, type SourceLocation } from '../faults/error.ts';
import type { ConfigPath, Fault } from '../faults/fault.ts';
import type { PipelineConfig } from './pipeline-schema.ts';
import { PipelineSource } from './pipeline-source.ts';

/** pipeline.yaml, read and found to have the right form; references are not resolved yet. */
export interface Pipeline {
  source: PipelineSource;
  config: PipelineConfig;
  /** Where each stage stands. */
  locations: Record<string, SourceLocation>;
}

/**
 * Reads and checks pipeline.yaml; throws a FaultsError with everything that is wrong with its form.
 * With a cache folder, a text that passed before is not parsed again.
 */
export async function loadPipeline(file: string, cacheFolder?: string): Promise<Pipeline> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('bad-pipeline', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const source = new PipelineSource(file, text);
  const memo = cacheFolder === undefined ? undefined : new ConfigMemo(cacheFolder, text);
  let checked = memo?.recall();
  if (checked === undefined) {
    checked = await check(source);
    memo?.keep(checked);
  }
  const locations: Record<string, SourceLocation> = {};
  for (const [stage, place] of Object.entries(checked.places))
    locations[stage] = { file: source.name, ...place };
  return { source, config: checked.config, locations };
}

async function check(source: PipelineSource): Promise<CheckedConfig> {
  const { document } = await source.parse();
  const faults = [...document.errors, ...document.warnings]
    .filter((error) => error.code === 'DUPLICATE_KEY' || error.code === 'TAG_RESOLVE_FAILED')
    .map((error) => syntaxFault(error, source.text));
  // Duplicate keys and unknown tags leave a readable document; after any other error the rest is guesswork.
  const broken = document.errors.find(
    (error) => !['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED'].includes(error.code),
  );
  if (broken !== undefined) await source.fail([...faults, syntaxFault(broken, source.text)]);

  const value: unknown = document.toJS();
  for (const path of findNotJson(value, [])) {
    const message = `${path.join('.')} is not a finite number`;
    faults.push({
      place: { kind: 'config', path, part: 'value' },
      message,
      expected: 'a number that JSON can hold',
    });
  }
  const { knownKeys, pipelineSchema } = await import('./pipeline-schema.ts');
  const result = pipelineSchema.safeParse(value);
  if (!result.success) {
    const { issueFaults } = await import('../faults/issue.ts');
    for (const { path, part, ...said } of issueFaults(result.error.issues, value, knownKeys))
      faults.push({ place: { kind: 'config', path, part }, ...said });
  }
  if (!result.success || faults.length > 0) return source.fail(faults);

  const places: CheckedConfig['places'] = {};
  for (const stage of Object.keys(result.data.stages)) {
    const { line, column } = await source.locate(['stages', stage], 'key');
    places[stage] = { line, column };
  }
  return { config: result.data, places };
}

function syntaxFault({ code, message, pos }: YAMLError, text: string): Fault {
  const [start, end] = pos;
  const word = code === 'DUPLICATE_KEY' ? /^[^\s:]*/.exec(text.slice(start))![0].length : 1;
  const place = { kind: 'span', start, end: Math.max(end, start + word) } as const;
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
