import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file of the real data samples, or why it is not there: they lie in the folder that EOS_SAMPLES names, laid out as
 * the data dir (docs/data.md).
 */
export function sample(path: string): { path: string; missing: string | undefined } {
  const root = process.env['EOS_SAMPLES'];
  if (root === undefined || root === '')
    return { path, missing: 'EOS_SAMPLES is not set: no real data samples' };
  const full = join(root, path);
  return { path: full, missing: existsSync(full) ? undefined : `${path} is not in the folder EOS_SAMPLES` };
}
