import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** A new project folder with these files (path → text), removed when the test ends. */
export function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  writeProject(folder, files);
  return folder;
}

/** Writes files (path → text) into a project folder. */
export function writeProject(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The message that a promise is rejected with, with paths relative to the folder; fails where it is not rejected. */
export async function messageOf(work: Promise<unknown>, folder: string): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
  throw new Error('an error was expected');
}
