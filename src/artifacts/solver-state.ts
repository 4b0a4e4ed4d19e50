import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TensorFile, writeTensors } from '../tensors/safetensors.ts';

/** State of a solver as it is kept in a checkpoint: arrays bit for bit, everything else as JSON. */
export type StoredState = Record<string, Float64Array | number | string | boolean | readonly number[]>;

/** Writes `state.safetensors` and `state.json` into a folder. */
export function writeState(folder: string, state: StoredState): void {
  const entries = Object.entries(state);
  const arrays = entries.filter((entry): entry is [string, Float64Array] => entry[1] instanceof Float64Array);
  writeTensors(
    join(folder, 'state.safetensors'),
    Object.fromEntries(arrays.map(([name, values]) => [name, { shape: [values.length], values }])),
  );
  const rest = entries.filter(([, value]) => !(value instanceof Float64Array));
  writeFileSync(join(folder, 'state.json'), `${JSON.stringify(Object.fromEntries(rest), undefined, 2)}\n`);
}

/** Reads what `writeState` wrote. */
export function readState(folder: string): StoredState {
  const rest = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as StoredState;
  using file = TensorFile.open(join(folder, 'state.safetensors'));
  const arrays = [...file.tensors.keys()].map((name) => [name, file.read(name, 'F64')]);
  return { ...rest, ...(Object.fromEntries(arrays) as StoredState) };
}
