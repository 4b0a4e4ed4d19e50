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
