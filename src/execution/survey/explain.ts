import { type ActionRecord, type InputSource } from '../../cache/actions/action-record.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { canonicalJson } from '../../cache/files/canonical-json.ts';
import { readPieces } from '../../cache/code/code-digest.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { type JsonValue, isJsonObject } from '../../pipeline/values/json.ts';
import type { Reason } from './reason.ts';
import type { Resolved } from './instance-key.ts';
import { present } from '../../present.ts';

/** What moved between the previous record of an instance and its present key, field by field: the answer of `why`. */
export function explainKey(cache: CacheFolder, before: ActionRecord, now: Resolved): Reason[] {
  const { fields: old } = before;
  const { fields } = now;
  return [
    ...(old.format === fields.format
      ? []
      : [{ kind: 'format', old: old.format, new: fields.format } as const]),
    ...workReasons(old.work, fields.work),
    ...parameterReasons('', old.params, fields.params),
    // The seed follows from work and parameters, so it is a reason of its own only when its rule changed.
    ...(old.seed === fields.seed || moved(old, fields)
      ? []
      : [{ kind: 'seed', old: old.seed, new: fields.seed } as const]),
    ...inputReasons(before, now),
    ...codeReasons(cache, old.code, fields.code),
    ...threadReasons(old.threads, fields.threads),
    // Records of format 1 hold the values themselves: nothing to compare, and not to be repeated.
    ...(old.format === 1 ? [] : environmentReasons(old.env, fields.env)),
  ];
}

function moved(old: Resolved['fields'], now: Resolved['fields']): boolean {
  return (
    canonicalJson({ work: old.work, params: old.params }) !==
    canonicalJson({ work: now.work, params: now.params })
  );
}

function workReasons(old: Resolved['fields']['work'], now: Resolved['fields']['work']): Reason[] {
  if (canonicalJson(old) === canonicalJson(now)) return [];
  return [{ kind: 'command', old: workText(old), new: workText(now) }];
}

function workText(work: Resolved['fields']['work']): string {
  return 'uses' in work ? `uses ${work.uses}` : `${work.run} → ${work.outputs.join(', ')}`;
}

/** One reason for each leaf that differs; arrays of different length count as one leaf. */
function parameterReasons(path: string, old: JsonValue | undefined, now: JsonValue | undefined): Reason[] {
  if (old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now)) return [];
  const inner = (name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);
  if (isJsonObject(old) && isJsonObject(now)) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return names.flatMap((name) => parameterReasons(inner(name), old[name], now[name]));
  }
  if (Array.isArray(old) && Array.isArray(now) && old.length === now.length) {
    return old.flatMap((value, index) => parameterReasons(inner(index), value, now[index]));
  }
  return [{ kind: 'parameter', path, ...present({ old, new: now }) }];
}

function inputReasons(before: ActionRecord, now: Resolved): Reason[] {
  const names = [
    ...new Set([...Object.keys(before.fields.inputs), ...Object.keys(now.fields.inputs)]),
  ].sort();
  return names.flatMap((input) => {
    const old = contents(before.fields.inputs[input], before.sources[input]);
    const current = contents(now.fields.inputs[input], now.sources[input]);
    if (canonicalJson(before.fields.inputs[input] ?? []) === canonicalJson(now.fields.inputs[input] ?? []))
      return [];
    const reasons: Reason[] = [];
    if (old.size !== current.size)
      reasons.push({ kind: 'upstream-members', input, old: old.size, new: current.size });
    for (const [name, { digest, source }] of current) {
      const was = old.get(name)?.digest;
      if (was !== digest) reasons.push(contentReason(input, source, was, digest));
    }
    for (const [name, { digest, source }] of old) {
      if (!current.has(name)) reasons.push(contentReason(input, source, digest, undefined));
    }
    return reasons;
  });
}

interface Content {
  digest: Digest;
  source: InputSource;
}

function contents(digests: Digest[] = [], sources: InputSource[] = []): Map<string, Content> {
  return new Map(
    sources.map((source, index) => [
      'file' in source ? source.file : source.instance,
      { source, digest: digests[index]! },
    ]),
  );
}

function contentReason(
  input: string,
  source: InputSource,
  old: Digest | undefined,
  now: Digest | undefined,
): Reason {
  const change = present({ old, new: now });
  return 'file' in source
    ? { kind: 'input-file', input, path: source.file, ...change }
    : { kind: 'upstream-content', input, instance: source.instance, ...change };
}

function codeReasons(cache: CacheFolder, old: Digest | undefined, now: Digest | undefined): Reason[] {
  if (old === now || old === undefined || now === undefined) return []; // the command is the reason then
  const before = readPieces(cache, old);
  const current = readPieces(cache, now);
  if (!before || !current)
    return [
      { kind: 'code', file: 'unknown', part: 'the pieces of the old code are gone', change: 'changed' },
    ];
  const pieces = differing(before.pieces, current.pieces).map((name): Reason => {
    const [file, part] = split(name);
    const change = !(name in before.pieces) ? 'added' : !(name in current.pieces) ? 'removed' : 'changed';
    return { kind: 'code', file, part, change };
  });
  const packages = differing(before.packages, current.packages).map((name): Reason => {
    const [was, is] = [before.packages[name], current.packages[name]];
    return {
      kind: 'package',
      name,
      ...present({ old: was, new: is }),
    };
  });
  const bindings = bindingReasons(before.bindings, current.bindings);
  if (pieces.length + bindings.length + packages.length > 0) return [...pieces, ...bindings, ...packages];
  return differing(before.order ?? {}, current.order ?? {}).map((file) => ({
    kind: 'code',
    file,
    part: 'the order of what happens when it is loaded',
    change: 'changed',
  }));
}

/** Names that came or went did so with the code that uses them. */
function bindingReasons(old: Record<string, string> = {}, now: Record<string, string> = {}): Reason[] {
  return Object.entries(old).flatMap(([id, was]): Reason[] => {
    const is = now[id];
    if (is === undefined || is === was) return [];
    const [file, name] = split(id, id.indexOf('#'));
    return [{ kind: 'binding', file, name, old: was, new: is }];
  });
}

function threadReasons(old = 1, now = 1): Reason[] {
  return old === now ? [] : [{ kind: 'threads', old, new: now }];
}

function environmentReasons(old: Record<string, string>, now: Record<string, string>): Reason[] {
  return differing(old, now).map((name): Reason => {
    const change = !Object.hasOwn(old, name) ? 'added' : !Object.hasOwn(now, name) ? 'removed' : 'changed';
    return { kind: 'environment', name, change };
  });
}

function differing(old: Record<string, string>, now: Record<string, string>): string[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => old[name] !== now[name])
    .sort();
}

function split(name: string, mark = name.lastIndexOf('#')): [string, string] {
  return [name.slice(0, mark), name.slice(mark + 1)];
}
