import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** Puts shell scripts (name → body) in front of all other commands for one test; gives their folder. */
export function fakeCommands(commands: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
  return folder;
}

/** A PATH on which there is nothing but these commands. */
export function onlyCommands(commands: Readonly<Record<string, string>>): void {
  vi.stubEnv('PATH', fakeCommands(commands));
}
