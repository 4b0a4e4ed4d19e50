import { z } from 'zod';

/** The name of a text encoding that the platform's decoder knows, as `utf-8`, `windows-1252` or `shift_jis`. */
export const textEncoding = z
  .string()
  .refine(
    (name) => isKnown(name),
    'is no text encoding that is known; try utf-8, windows-1252 (Western Europe), utf-16le, shift_jis, gb18030 or big5',
  );

function isKnown(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}
