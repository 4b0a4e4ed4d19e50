import { sha256 } from './digest.ts';
import type { Shape } from './shape.ts';
import { replaceFile } from './replace-file.ts';
import { readPlainFile } from './read-plain-file.ts';
import { explained } from './system-error.ts';

const OPENING = '{"sha256":"';
const MIDDLE = '","content":';
const CLOSING = '}\n';
const BODY_START = OPENING.length + 64 + MIDDLE.length;

/** What reading a sealed file gives: its content, nothing there, or what is wrong with it. */
export type Sealed<T> =
  { state: 'read'; content: T } | { state: 'missing' } | { state: 'damaged'; problem: string };

/** Writes a value as JSON together with the sha256 of its text, atomically. */
export function writeSealed(path: string, content: unknown, doing: string, durable = true): void {
  replaceFile(path, sealedText(content), doing, durable);
}

/** The text of a sealed file. */
export function sealedText(content: unknown): string {
  const body = JSON.stringify(content);
  return `${OPENING}${sha256(body)}${MIDDLE}${body}${CLOSING}`;
}

/**
 * Reads what `writeSealed` wrote. The seal tells a whole file from a truncated, emptied or changed one; the shape, one that this
 * program has not written: anybody can seal.
 */
export function readSealed<T>(path: string, doing: string, shape: Shape): Sealed<T> {
  const file = explained(doing, path, () => readPlainFile(path));
  if (file === undefined) return { state: 'missing' };
  if (file === 'no file') return { state: 'damaged', problem: 'it is no file' };
  const { text } = file;
  const problem = problemOf(text);
  if (problem !== undefined) return { state: 'damaged', problem };
  const content: unknown = JSON.parse(text.slice(BODY_START, -CLOSING.length));
  const misshapen = shape(content);
  if (misshapen !== undefined) return { state: 'damaged', problem: `its content${misshapen}` };
  return { state: 'read', content: content as T };
}

function problemOf(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (!text.startsWith(OPENING.slice(0, text.length))) return 'it is not a record of this program';
  if (!text.endsWith(CLOSING)) return `it is truncated (${text.length} characters are left)`;
  const body = text.slice(BODY_START, -CLOSING.length);
  const sealed = text.slice(OPENING.length, BODY_START) === `${sha256(body)}${MIDDLE}`;
  return sealed ? undefined : 'its content does not match its checksum';
}
