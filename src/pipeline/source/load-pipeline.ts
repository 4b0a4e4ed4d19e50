import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { ConfigMemo, type CheckedConfig } from './config-memo.ts';
import { PipelineError, type SourceLocation } from '../faults/error.ts';
import type { Fault } from '../faults/fault.ts';
import type { PipelineConfig } from './pipeline-schema.ts';
import { PipelineSource } from './pipeline-source.ts';
import { statsBehind } from '../stats-behind.ts';

/** pipeline.yaml, read and found to have the right form; references are not resolved yet. */
export interface Pipeline {
  source: PipelineSource;
  config: PipelineConfig;
  /** Where each stage stands. */
  locations: Record<string, SourceLocation>;
}

/**
 * Reads and checks pipeline.yaml; throws a FaultsError with everything that is wrong with its form.
 * With a folder to remember it in, a text that passed before is not parsed again.
 */
export async function loadPipeline(file: string, memory?: string): Promise<Pipeline> {
  const source = new PipelineSource(file, readText(file));
  const memo = memory === undefined ? undefined : new ConfigMemo(memory, source.text);
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

/** A text in another encoding would be read with other characters in it, and nobody would know. */
function readText(file: string): string {
  const stats = statsBehind(file);
  // Reading a pipe would wait for whoever writes to it.
  if (stats !== undefined && !stats.isFile() && !stats.isDirectory())
    throw new PipelineError('bad-pipeline', `${file} is a pipe or a device, expected a file`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EISDIR')
      throw new PipelineError('bad-pipeline', `${file} is a folder, expected a file`, { cause });
    throw new PipelineError('bad-pipeline', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const whole = bytes.toString('utf8');
  const before = whole.slice(0, whole.indexOf('\uFFFD')).split('\n');
  throw new PipelineError('bad-pipeline', `${file} is not text in UTF-8`, {
    location: { file, line: before.length, column: before.at(-1)!.length + 1 },
    hint: 'save it in UTF-8, or write the characters there as "\\u…" in double quotes',
  });
}

async function check(source: PipelineSource): Promise<CheckedConfig> {
  const { value, faults: found, replaced, broken } = await source.parse();
  const faults = found.map(({ start, end, ...said }): Fault => ({
    place: { kind: 'span', start, end },
    ...said,
  }));
  if (broken) await source.fail(faults);
  const { knownKeys, pipelineSchema } = await import('./pipeline-schema.ts');
  const result = pipelineSchema.safeParse(value);
  if (!result.success) {
    const { issueFaults } = await import('../faults/issue.ts');
    const told = new Set(replaced.map(samePath));
    for (const { path, part, ...said } of issueFaults(result.error.issues, value, knownKeys))
      // That null does not fit in the place of a value that is a fault is no news.
      if (part === 'key' || !told.has(samePath(path)))
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

function samePath(path: readonly (string | number)[]): string {
  return JSON.stringify(path.map(String));
}
