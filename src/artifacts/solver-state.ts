import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TensorFile, writeTensors } from '../tensors/safetensors/safetensors.ts';

/** What a state holds besides arrays. */
const plainValues = z.record(
  z.string(),
  z.union([z.number(), z.string(), z.boolean(), z.array(z.number()).readonly()]),
);

/** State of a solver as it is kept in a checkpoint: arrays bit for bit, everything else as JSON. */
export type StoredState = Readonly<Record<string, Float64Array | z.infer<typeof plainValues>[string]>>;

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
  const rest = plainValues.parse(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')));
  using file = TensorFile.open(join(folder, 'state.safetensors'));
  const arrays = [...file.tensors.keys()].map((name) => [name, file.read(name, 'F64')] as const);
  return { ...rest, ...Object.fromEntries(arrays) };
}
