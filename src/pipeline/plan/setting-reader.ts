import type { FaultList } from '../faults/fault-list.ts';
import type { ConfigPath } from '../faults/fault.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import { resolveAt, writtenValue, type WrittenValue } from '../values/written-value.ts';

/** The type of a setting that may come from a reference, and how it is called. */
export interface SettingType<Result> {
  /** Undefined for what is none. */
  parse: (value: JsonValue) => Result | undefined;
  expected: string;
}

/** Reads a setting at a point of the matrix; undefined where it is not written, or a fault. */
export type SettingReader<Result> = (matrix: JsonObject) => Result | undefined;

/** Prepares a setting of a stage: what a reference leads to is checked as what is written is. */
export function settingReader<Result>(
  written: unknown,
  { parse, expected }: SettingType<Result>,
  context: { params: JsonObject; path: ConfigPath; faults: FaultList },
  prepare: (value: JsonValue) => WrittenValue = (value) =>
    writtenValue(value, context.params, context.path, context.faults),
): SettingReader<Result> {
  if (written === undefined) return () => undefined;
  const { path, faults } = context;
  const value = prepare(written as JsonValue);
  return (matrix) => {
    const before = faults.count;
    const resolved = resolveAt(value, matrix);
    if (value.broken === true || faults.count > before) return undefined;
    const parsed = parse(resolved);
    if (parsed === undefined)
      faults.at(path, `wrong value of ${path.join('.')}`, {
        expected: `${expected}, received ${shortJson(resolved)}`,
      });
    return parsed;
  };
}

const MOST_CHARACTERS = 80;

function shortJson(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
