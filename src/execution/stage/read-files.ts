import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWithin } from '../../pipeline/within.ts';

/** Functions of node:fs, and of its promises, that read what lies at their first argument. */
const READING = (
  'readFile readFileSync open openSync createReadStream openAsBlob readdir readdirSync opendir opendirSync ' +
  'copyFile copyFileSync cp cpSync'
).split(' ');

type Function = (...given: unknown[]) => unknown;

/** What a stage has read, or tried to, through node:fs in its own process. */
export interface ReadFiles {
  /** Absolute paths within the watched folder. */
  read: Set<string>;
  /** Relative paths, as the stage wrote them. */
  relative: Set<string>;
}

/** Takes down every path within a folder, but outside of another one, that is read from now on. */
export function watchReads(within: string, butNot: string): ReadFiles {
  const files: ReadFiles = { read: new Set(), relative: new Set() };
  const note = (given: unknown): void => {
    const text = pathOf(given);
    if (text === undefined) return;
    const path = resolve(text);
    if (isWithin(path, within) && !isWithin(path, butNot)) files.read.add(path);
    if (!isAbsolute(text)) files.relative.add(text);
  };
  for (const functions of [fs, fs.promises] as unknown as Record<string, Function | undefined>[]) {
    for (const name of READING) {
      const original = functions[name];
      if (original === undefined) continue;
      functions[name] = Object.assign(function (this: unknown, ...given: unknown[]): unknown {
        if (!name.startsWith('open') || reads(given[1])) note(given[0]);
        return Reflect.apply(original, this, given);
      }, original);
    }
  }
  // `import { readFileSync } from 'node:fs'` sees them, too.
  syncBuiltinESMExports();
  return files;
}

function pathOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (given instanceof Uint8Array) return Buffer.from(given).toString();
  return given instanceof URL && given.protocol === 'file:' ? fileURLToPath(given) : undefined;
}

/** Whether what is opened with these flags can be read. */
function reads(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & fs.constants.O_WRONLY) === 0;
  return typeof flags !== 'string' || /^r|\+/.test(flags);
}
