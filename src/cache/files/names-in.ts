import { readdirSync } from 'node:fs';
import { isMissing, systemCode } from './system-error.ts';

/** The names in a folder; none where there is no folder, or links lead in a circle. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error) || systemCode(error) === 'ELOOP') return [];
    throw error;
  }
}

/**
 * The names in a folder that are not UTF-8, by their bytes. What stands for such bytes in a text may have been written so: only the bytes tell,
 * and they are read only where it stands there.
 */
export function notUtf8In(folder: string, names: readonly string[]): Buffer[] {
  if (!names.some((name) => name.includes('\uFFFD'))) return [];
  return readdirSync(folder, { encoding: 'buffer' }).filter(
    (bytes) => !Buffer.from(bytes.toString()).equals(bytes),
  );
}

/** Bytes as a text that can be read: those that are no letters in hexadecimal, `\xff`. */
export function bytesText(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
