import type { ConfigPath } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../values/json.ts';
import { resolveAt, writtenValue } from '../values/written-value.ts';

/** One combination of axis values. */
export interface MatrixPoint {
  /** Axis name → value as text. */
  coordinates: Record<string, string>;
  /** Axis name → value. */
  values: JsonObject;
}

/** Characters that would make an instance's name ambiguous, or that nobody can see in it. */
const RESERVED = /[[\],=*?\s\p{Cc}\p{Cf}\p{Cs}]/u;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** More instances in one pipeline would not fit into memory. */
export const MOST_INSTANCES = 500_000;

/** Every combination of the axes in order; a later axis may depend on the values of the earlier ones. */
export function expandMatrix(
  axes: Readonly<Record<string, JsonValue>>,
  params: JsonObject,
  path: ConfigPath,
  faults: FaultList,
  /** So many combinations may be made. */
  most = MOST_INSTANCES,
): MatrixPoint[] {
  let points: MatrixPoint[] = [{ coordinates: {}, values: {} }];
  for (const [axis, written] of Object.entries(axes)) {
    const axisPath = [...path, axis];
    const known = faults.count;
    const list = writtenValue(written, params, axisPath, faults);
    const fixed = list.fixed ? axisValues(list.value, axis, axisPath, '', faults, known) : undefined;
    const next: MatrixPoint[] = [];
    for (const { coordinates, values } of points) {
      const here = faults.count;
      const items =
        fixed ?? axisValues(resolveAt(list, values), axis, axisPath, pointName(coordinates), faults, here);
      if (next.length + items.size > most) {
        faults.at(
          axisPath,
          `the pipeline has more than ${MOST_INSTANCES.toLocaleString('en')} instances with this matrix`,
          {
            hint: 'use fewer values, or let one instance do several of them',
          },
        );
        return [];
      }
      for (const [text, value] of items)
        next.push({ coordinates: { ...coordinates, [axis]: text }, values: { ...values, [axis]: value } });
    }
    points = next;
  }
  return points;
}

/** How a point is written: `experiment=dice,size=60`. */
export function pointName(coordinates: Record<string, string>): string {
  let name = '';
  for (const axis in coordinates) name += `${name === '' ? '' : ','}${axis}=${coordinates[axis]!}`;
  return name;
}

/** The name of an axis value: scalars as text, maps by their id; undefined for what has no name. */
export function axisText(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return typeof value === 'object' ? undefined : String(value);
  const id = Object.hasOwn(value, 'id') ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function axisValues(
  list: JsonValue,
  axis: string,
  path: ConfigPath,
  at: string,
  faults: FaultList,
  faultsBefore: number,
): Map<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  // A reference that leads nowhere is a fault already.
  if (list === null && faults.count > faultsBefore) return values;
  const where = at === '' ? '' : ` at ${at}`;
  if (!Array.isArray(list)) {
    faults.at(path, `the matrix axis "${axis}" is not a list${where}`, {
      expected: `a list of values, received ${JSON.stringify(list)}`,
    });
    return values;
  }
  if (list.length === 0) {
    faults.at(path, `the matrix axis "${axis}" is empty${where}`, {
      expected: 'at least one value: an empty axis makes no instance at all',
    });
    return values;
  }
  const isTold = faults.count > faultsBefore;
  for (const value of list) {
    const text = axisText(value);
    // A reference that leads nowhere, or a number that cannot be kept.
    if (value === null && isTold) continue;
    if (text === undefined) {
      faults.at(
        path,
        `the matrix axis "${axis}" has a value without a name${where}: ${JSON.stringify(value)}`,
        {
          expected: 'numbers, texts, or maps with an "id"',
        },
      );
      continue;
    }
    if (text === '' || RESERVED.test(text))
      faults.at(
        path,
        `the value ${JSON.stringify(text)} of the matrix axis "${axis}" cannot be part of a name${where}`,
        {
          expected: UNSEEN.test(text)
            ? 'only characters that can be seen'
            : text === ''
              ? 'at least one character'
              : 'no spaces and none of [ ] , = * ?',
        },
      );
    else if (values.has(text))
      faults.at(path, `the matrix axis "${axis}" has the value ${JSON.stringify(text)} twice${where}`, {
        expected: 'every value (or its "id") to occur once',
      });
    values.set(text, value);
  }
  return values;
}
