import type { ConfigPath, FaultPlace } from '../faults/fault.ts';
import { FaultList } from '../faults/fault-list.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { plainTexts } from './plain-texts.ts';
import type { PipelineConfig } from '../source/pipeline-schema.ts';
import { didYouMean } from '../faults/suggestion.ts';

/** The profile of a pipeline that names none. */
const NO_PROFILE = 'none';

/** The params in force, and where each of them was said. */
export interface Settings {
  profile: string;
  params: JsonObject;
  /** The place that gave a value under params its present value. */
  origin: (path: ConfigPath) => FaultPlace;
}

interface Override {
  argument: string;
  path: string[];
  value: JsonValue;
}

/** params, with the profile and then each --set laid over them. */
export async function settings(
  config: PipelineConfig,
  chosen: { profile?: string; set?: readonly string[] },
  faults: FaultList,
): Promise<Settings> {
  const params = plainTexts(config.params as JsonObject, ['params'], faults);
  const profiles = plainTexts(config.profiles as JsonObject, ['profiles'], faults);
  const profile = chosen.profile ?? config.defaultProfile ?? NO_PROFILE;
  const changes = Object.hasOwn(profiles, profile) ? (profiles[profile] as JsonObject) : undefined;
  if (changes === undefined && profile !== NO_PROFILE) {
    const hint = didYouMean(profile, Object.keys(profiles));
    if (chosen.profile === undefined)
      faults.at(['defaultProfile'], `the default profile "${profile}" does not exist`, { hint });
    else
      faults.add({
        place: { kind: 'argument', argument: `--profile ${profile}`, text: profile },
        message: `there is no profile "${profile}"`,
        hint,
      });
  }
  for (const [name, members] of Object.entries(profiles))
    checkNames(members as JsonObject, params, ['profiles', name], faults);

  let merged = merge(params, changes ?? {});
  const overrides: Override[] = [];
  for (const text of chosen.set ?? []) {
    const override = await parseOverride(text, merged, faults);
    if (override === undefined) continue;
    merged = replace(merged, override.path, override.value) as JsonObject;
    overrides.push(override);
  }

  return {
    profile,
    params: merged,
    origin(path) {
      const override = overrides.findLast((given) =>
        given.path.every((name, index) => name === String(path[index])),
      );
      if (override !== undefined)
        return {
          kind: 'argument',
          argument: `--set ${override.argument}`,
          text: override.argument.slice(override.argument.indexOf('=') + 1),
        };
      const place = (root: ConfigPath): FaultPlace => ({
        kind: 'config',
        path: [...root, ...path],
        part: 'value',
      });
      return changes !== undefined && says(changes, path) ? place(['profiles', profile]) : place(['params']);
    },
  };
}

/** Maps are merged deeply, everything else is replaced. */
function merge(base: JsonObject, changes: JsonObject): JsonObject {
  const merged = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before = memberOf(base, key);
    merged[key] = isJsonObject(value) && isJsonObject(before) ? merge(before, value) : value;
  }
  return merged;
}

/** A profile changes what there is: a name that params does not have is a slip of the pen. */
function checkNames(changes: JsonObject, base: JsonObject, path: ConfigPath, faults: FaultList): void {
  for (const [key, value] of Object.entries(changes)) {
    const before = memberOf(base, key);
    if (before === undefined)
      faults.add({
        place: { kind: 'config', path: [...path, key], part: 'key' },
        message: `${['params', ...path.slice(2)].join('.')} has no key "${key}" that the profile could change`,
        hint: didYouMean(key, Object.keys(base)),
      });
    else if (isJsonObject(value) && isJsonObject(before)) checkNames(value, before, [...path, key], faults);
  }
}

async function parseOverride(
  text: string,
  params: JsonObject,
  faults: FaultList,
): Promise<Override | undefined> {
  const fail = (part: string, message: string, hint: string): Override | undefined => {
    faults.add({ place: { kind: 'argument', argument: `--set ${text}`, text: part }, message, hint });
    return undefined;
  };
  const equals = text.indexOf('=');
  const written = equals < 0 ? text : text.slice(0, equals);
  if (equals < 0) return fail(text, 'the value is missing', `write --set ${text}=VALUE`);
  const [root, ...path] = written.split('.');
  if (root !== 'params' || path.length === 0) {
    const whole = Object.hasOwn(params, root!)
      ? `did you mean --set params.${text}?`
      : 'write --set params.NAME=VALUE';
    return fail(written, 'only values under params can be set', whole);
  }
  let inside = params as JsonValue;
  let walked = 'params';
  for (const name of path) {
    const names: string[] = typeof inside === 'object' && inside !== null ? Object.keys(inside) : [];
    if (!names.includes(name)) {
      const hint = names.length === 0 ? `${walked} is ${JSON.stringify(inside)}` : didYouMean(name, names);
      return fail(written, `${walked} has no key "${name}"`, hint);
    }
    inside = (inside as JsonObject)[name]!;
    walked += `.${name}`;
  }
  const said = text.slice(equals + 1);
  if (said.trim() === '')
    return fail(
      text,
      'the value is empty',
      `write --set ${written}=null, or --set '${written}=""' for an empty text`,
    );
  const { parseYaml } = await import('../source/parse-yaml.ts');
  const { yaml, value, faults: found, broken } = await parseYaml(said, ['params', ...path]);
  const comment = [...new yaml.Lexer().lex(said)].find((token) => token.startsWith('#'));
  if (comment !== undefined)
    return fail(
      comment,
      'the value has a comment, which would be left out',
      'quote it, for the shell and for YAML',
    );
  for (const { start, end, ...problem } of found)
    faults.add({
      place: { kind: 'argument', argument: `--set ${text}`, text: said.slice(start, end) || said },
      ...problem,
      ...(broken && {
        message: `the value is ${problem.message}`,
        hint: 'quote it, for the shell and for YAML',
      }),
    });
  if (found.length > 0) return undefined;
  const own = new FaultList();
  const plain = plainTexts(value, [], own);
  for (const { message, hint, place } of own.faults)
    faults.add({
      place: {
        kind: 'argument',
        argument: `--set ${text}`,
        text: 'text' in place ? (place.text ?? said) : said,
      },
      message,
      ...(hint !== undefined && { hint }),
    });
  return own.count > 0 ? undefined : { argument: text, path, value: plain };
}

function replace(base: JsonValue, [name, ...rest]: readonly string[], value: JsonValue): JsonValue {
  if (name === undefined) return value;
  if (Array.isArray(base)) return base.with(Number(name), replace(base[Number(name)]!, rest, value));
  const members = base as JsonObject;
  return { ...members, [name]: replace(members[name]!, rest, value) };
}

function memberOf(map: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function says(changes: JsonObject, path: ConfigPath): boolean {
  let inside: JsonValue | undefined = changes;
  for (const name of path) {
    // A list of the profile replaces the whole list below it; a value ends the walk.
    if (typeof inside !== 'object' || inside === null) return true;
    inside = Object.hasOwn(inside, name) ? (inside as JsonObject)[String(name)] : undefined;
    if (inside === undefined) return false;
  }
  return true;
}
