import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The tests have a user's cache of their own: what they remember and compile is gone afterwards. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'eos-user-cache-'));
  process.env['XDG_CACHE_HOME'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
