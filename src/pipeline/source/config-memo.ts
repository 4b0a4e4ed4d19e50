import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineConfig } from './pipeline-schema.ts';

/** The modules, seen from this one, that decide what is right. */
const CHECKING = [
  '../stage/output-path',
  'config-memo',
  'data-name',
  'exact-number',
  'executor-schema',
  'load-pipeline',
  'or-reference',
  'parse-yaml',
  'pipeline-schema',
  'plain-value',
  'quantity',
  'scalar-problem',
  'slurm-option',
];

/** A pipeline.yaml that was read and found right: what a later run needs of it. */
export interface CheckedConfig {
  config: PipelineConfig;
  /** Stage → line and column. */
  places: Record<string, { line: number; column: number }>;
}

/**
 * Remembers the last pipeline.yaml that passed its checks, so that a run of the same text loads neither the YAML parser
 * nor zod (together about half of the time of a run with nothing to do). Anything unexpected in the file means: check again.
 */
export class ConfigMemo {
  readonly #file: string;
  readonly #folder: string;
  readonly #text: string;

  /** `folder` is the user's own: what is remembered is executed. A folder that does not exist is not made. */
  constructor(folder: string, text: string) {
    this.#folder = folder;
    this.#file = join(folder, 'pipeline.json');
    this.#text = text;
  }

  /** What was remembered for this very text, if anything. */
  recall(): CheckedConfig | undefined {
    try {
      const [seal, body] = splitFirstLine(readFileSync(this.#file, 'utf8'));
      return seal === this.#seal(body) ? (JSON.parse(body) as CheckedConfig) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Remembers; a folder that cannot be written to is no reason to fail. */
  keep(checked: CheckedConfig): void {
    if (!existsSync(this.#folder)) return;
    const body = JSON.stringify(checked);
    const half = `${this.#file}.${process.pid}`;
    try {
      writeFileSync(half, `${this.#seal(body)}\n${body}`);
      renameSync(half, this.#file);
    } catch {
      rmSync(half, { force: true });
    }
  }

  /** Over the text, the body (a damaged memo is no memo) and the code that checks. */
  #seal(body: string): string {
    const hash = createHash('sha256');
    for (const module of CHECKING) {
      const { size, mtimeMs } = statSync(new URL(import.meta.url.replace(/config-memo(?=\.[jt]s$)/, module)));
      hash.update(`${module} ${size} ${mtimeMs}\n`);
    }
    return hash.update(`${this.#text.length}\n`).update(this.#text).update(body).digest('hex');
  }
}

function splitFirstLine(text: string): [first: string, rest: string] {
  const end = text.indexOf('\n');
  return [text.slice(0, end), text.slice(end + 1)];
}
