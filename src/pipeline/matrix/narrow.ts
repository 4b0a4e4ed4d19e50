import { argument, checkAxis, coordinateOf, glob } from './axis-pattern.ts';
import type { Fault } from '../faults/fault.ts';
import type { Instance } from '../plan/plan.ts';

/** What --only says about an instance: it has other values (`out`), the values asked for (`in`), or not every axis (`open`). */
export type Narrowing = (instance: Instance) => 'in' | 'out' | 'open';

/**
 * Reads --only AXIS=VALUE: several values of one axis are alternatives, several axes must all fit.
 * Instances without the axis stay open: collecting stages then collect less, and what nothing needs any more is left out.
 */
export function narrowing(
  only: readonly string[],
  instances: readonly Instance[],
  faults: { push(fault: Fault): unknown },
): Narrowing {
  const accepted = new Map<string, ((value: string) => boolean)[]>();
  for (const text of only) {
    const argumentText = `--only ${text}`;
    const equals = text.indexOf('=');
    if (equals < 1) {
      faults.push({
        place: argument(argumentText, text),
        message: '--only needs an axis and a value',
        hint: 'write --only AXIS=VALUE',
      });
      continue;
    }
    const axis = text.slice(0, equals);
    const value = text.slice(equals + 1);
    checkAxis(instances, { text: argumentText, axis, value, owner: 'the pipeline' }, faults);
    accepted.set(axis, [...(accepted.get(axis) ?? []), glob(value)]);
  }
  return ({ coordinates }) => {
    let verdict: 'in' | 'open' = 'in';
    for (const [axis, values] of accepted) {
      const value = coordinateOf(coordinates, axis);
      if (value === undefined) verdict = 'open';
      else if (!values.some((accepts) => accepts(value))) return 'out';
    }
    return verdict;
  };
}
