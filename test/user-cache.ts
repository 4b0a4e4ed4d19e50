import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Commands and libraries speak to the tests in the language that they know, and warn of none that is not installed. */
const LANGUAGE = /^(LANG|LANGUAGE|LC_.*)$/;

/** The tests have a user's cache of their own: what they remember and compile is gone afterwards. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'eos-user-cache-'));
  process.env['XDG_CACHE_HOME'] = folder;
  // The commands under test belong to no step of a workflow, where one runs the tests.
  for (const name of ['GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'FORCE_COLOR'])
    Reflect.deleteProperty(process.env, name);
  for (const name of Object.keys(process.env).filter((one) => LANGUAGE.test(one)))
    Reflect.deleteProperty(process.env, name);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
