import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The tests have a user's cache of their own: what they remember and compile is gone afterwards. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'eos-user-cache-'));
  process.env['XDG_CACHE_HOME'] = folder;
  // The commands under test belong to no step of a workflow, where one runs the tests.
  for (const name of ['GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'FORCE_COLOR'])
    Reflect.deleteProperty(process.env, name);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
