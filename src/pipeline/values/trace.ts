import type { ConfigPath, FaultPlace } from '../faults/fault.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { axisText } from '../matrix/expand-matrix.ts';
import type { Instance } from '../plan/plan.ts';
import { fixedPath, hasReference, parseTemplate } from './reference.ts';
import type { StageConfig } from '../source/pipeline-schema.ts';
import type { Settings } from './settings.ts';

type Origin = { root: 'params' | 'stage'; path: ConfigPath };

/** The place that a part of an instance's resolved parameters was written at: through references, profiles and --set. */
export function traceParameter(
  instance: Instance,
  path: ConfigPath,
  stage: StageConfig,
  settings: Settings,
): FaultPlace {
  const stagePath = ['stages', instance.stage];
  let written = (stage.with ?? {}) as JsonValue | undefined;
  for (const [depth, step] of path.entries()) {
    if (typeof written === 'string') {
      const origin = followText(written, instance, stage, settings, path.slice(depth));
      return (
        place(origin, settings, stagePath) ?? {
          kind: 'config',
          path: [...stagePath, 'with', ...path],
          part: 'value',
        }
      );
    }
    written = child(written, step);
  }
  const origin = typeof written === 'string' ? followText(written, instance, stage, settings, []) : undefined;
  return (
    place(origin, settings, stagePath) ?? {
      kind: 'config',
      path: [...stagePath, 'with', ...path],
      part: 'value',
    }
  );
}

function place(
  origin: Origin | undefined,
  settings: Settings,
  stagePath: ConfigPath,
): FaultPlace | undefined {
  if (origin === undefined) return undefined;
  return origin.root === 'params'
    ? settings.origin(origin.path)
    : { kind: 'config', path: [...stagePath, ...origin.path], part: 'value' };
}

function followText(
  text: string,
  instance: Instance,
  stage: StageConfig,
  settings: Settings,
  rest: ConfigPath,
): Origin | undefined {
  if (!hasReference(text)) return undefined;
  const names = fixedPath(parseTemplate(text));
  if (names === undefined) return undefined;
  const origin = follow(names, instance, stage, settings);
  return origin === undefined ? undefined : { root: origin.root, path: [...origin.path, ...rest] };
}

function follow(
  [root, ...names]: readonly string[],
  instance: Instance,
  stage: StageConfig,
  settings: Settings,
): Origin | undefined {
  if (root === 'params') return { root, path: names };
  const [axis, ...rest] = names;
  const written = axis === undefined ? undefined : child(stage.matrix as JsonObject | undefined, axis);
  if (axis === undefined || written === undefined) return undefined;
  const list: Origin | undefined =
    typeof written === 'string'
      ? followText(written, instance, stage, settings, [])
      : { root: 'stage', path: ['matrix', axis] };
  if (list === undefined) return undefined;
  let values = (list.root === 'params' ? settings.params : stage) as JsonValue | undefined;
  for (const step of list.path) values = child(values, step);
  if (!Array.isArray(values)) return undefined;
  const index = values.findIndex((value) => axisText(value) === instance.coordinates[axis]);
  return index < 0 ? undefined : { root: list.root, path: [...list.path, index, ...rest] };
}

function child(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Record<string | number, JsonValue>)[step]
    : undefined;
}
