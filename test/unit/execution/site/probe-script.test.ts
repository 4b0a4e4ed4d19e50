import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UNSEEN, probeScript } from '../../../../src/execution/site/probe-script.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('probeScript', () => {
  it('ends with a code of its own where the folder is not seen', () => {
    const impatient = probeScript('/no/such folder', []).replace(/-lt \d+/, '-lt 0');
    expect(spawnSync('sh', { input: impatient }).status).toBe(UNSEEN.folder);
  });

  it('ends with another one where Node is not seen', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'probe.sh'), '');
    const script = probeScript(folder, []).replaceAll(process.execPath, '/no/such/node');
    expect(spawnSync('sh', { input: script }).status).toBe(UNSEEN.program);
  });
});
