import { relative } from 'node:path';
import type { Reason } from '../execution/survey/reason.ts';
import type { JsonValue } from '../pipeline/values/json.ts';

/** Why an instance has to run, in one line: what moved, old value → new value. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'never-run':
      return 'never run';
    case 'forced':
      return 'forced';
    case 'parameter':
      return `parameter ${reason.path}: ${change(reason.old, reason.new)}`;
    case 'command':
      return `command: ${textChange(reason.old, reason.new)}`;
    case 'seed':
      return `seed: ${change(reason.old, reason.new)}`;
    case 'input-file':
      return `input ${reason.input}: the file ${reason.path} ${moved(reason.old, reason.new)}`;
    case 'upstream-content':
      return `input ${reason.input}: the output of ${reason.instance} ${moved(reason.old, reason.new)}`;
    case 'upstream-members':
      return `input ${reason.input}: ${reason.old} → ${reason.new} instances`;
    case 'code':
      return `code: ${reason.part} in ${reason.file} ${reason.change}`;
    case 'binding':
      return `code: ${reason.name} in ${reason.file}: ${reason.old} → ${reason.new}`;
    case 'package':
      return `package ${reason.name}: ${change(reason.old, reason.new)}`;
    case 'environment':
      return `environment ${reason.name}: ${reason.change}`;
    case 'threads':
      return `threads: ${change(reason.old, reason.new)}`;
    case 'format':
      return `cache format: ${change(reason.old, reason.new)}`;
    case 'missing-output':
      return `its output is missing: ${reason.path}`;
    case 'damage':
      return `damaged: ${reason.path}: ${reason.problem}`;
    case 'dropped-output':
      return `its temporary output was dropped, and ${reason.neededBy} needs it`;
    case 'dropped-unpublished':
      return `its temporary output was dropped, and ${reason.folder} lacks it`;
    case 'upstream-stale':
      return `waits for ${listed(reason.instances)}`;
  }
}

/**
 * Why an instance has to run, in a line about many instances: each cause once. Instances that came or went under an input are told by how many
 * there are now.
 */
export function causesOf(reasons: readonly Reason[]): string[] {
  const counted = new Set(
    reasons.flatMap((reason) => (reason.kind === 'upstream-members' ? reason.input : [])),
  );
  const told = reasons.filter(
    (reason) =>
      reason.kind !== 'upstream-content' ||
      !counted.has(reason.input) ||
      (reason.old !== undefined && reason.new !== undefined),
  );
  return [...new Set(told.map(causeText))];
}

/** As short as a line about many instances needs it: instances of an upstream stage count as their stage. */
function causeText(reason: Reason): string {
  const stageOf = (instance: string): string => instance.replace(/\[.*$/s, '');
  if (reason.kind === 'upstream-stale')
    return `waits for ${listed([...new Set(reason.instances.map(stageOf))])}`;
  if (reason.kind === 'upstream-content') {
    const isSame = reason.old !== undefined && reason.new !== undefined;
    return `other ${isSame ? 'bytes from' : 'instances of'} ${stageOf(reason.instance)}`;
  }
  return reason.kind === 'command' ? 'its command' : reasonText(reason);
}

/** A few names, and how many more there are. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

function change(before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (before === undefined) return `added, ${valueText(after)}`;
  if (after === undefined) return `removed, was ${valueText(before)}`;
  return `${valueText(before)} → ${valueText(after)}`;
}

const CONTEXT = 20;

/** Two texts cut to where they differ, so that a change at the end of a long command can be seen. */
function textChange(before: string, after: string): string {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start++;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const from = Math.max(0, start - CONTEXT);
  const until = Math.max(0, end - CONTEXT);
  const part = (text: string): string =>
    `"${from > 0 ? '…' : ''}${text.slice(from, text.length - until)}${until > 0 ? '…' : ''}"`;
  return `${part(before)} → ${part(after)}`;
}

function valueText(value: JsonValue | undefined): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function moved(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'is new';
  if (after === undefined) return 'is gone';
  return `changed (${before.slice(0, 12)} → ${after.slice(0, 12)})`;
}

/** Says that a published copy is not what it should be. */
export function unpublishedText(instance: string, folder: string): string {
  return `${relative('.', folder)} does not hold the output of ${instance}: "eos-pipeline repro" puts it there`;
}
