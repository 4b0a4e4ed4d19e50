import { readFileSync } from 'node:fs';

/** Files that this program writes beside a published report: where it comes from, for programs and for the page. */
export const companions = { crate: 'ro-crate-metadata.json', record: 'publication.js' } as const;

/** What a companion says of itself: a file of the same name that does not is somebody else's. */
export const COMPANION_MARK = 'Written by eos-pipeline beside the published report';

/** Whether a file of a published folder is a companion that this program wrote. */
export function isCompanion(folder: string, path: string): boolean {
  if (!Object.values<string>(companions).includes(path)) return false;
  try {
    return readFileSync(`${folder}/${path}`, 'utf8').includes(COMPANION_MARK);
  } catch {
    return false;
  }
}
