import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eosPipeline, instancesThatRan } from '../../command-line.ts';
import { projectFolder } from '../../project-folder.ts';

/** Hours of work that need nothing, and data that may be missing. */
const project = (download: string): Record<string, string> => ({
  'pipeline.yaml': `version: 1
stages:
  hours: { matrix: { n: [1, 2, 3] }, run: 'echo \${{ matrix.n }} > "$EOS_OUTPUT/x"', outputs: [x] }
  address: { run: 'touch "$EOS_OUTPUT/x"', outputs: [x] }
  download: { first: true, needs: { address: address }, run: '${download}', outputs: [x] }
  all: { needs: { hours: hours, data: download }, run: 'echo all > "$EOS_OUTPUT/x"', outputs: [x] }
`,
});

describe('a stage that comes first', () => {
  it('runs with what it needs before anything else, and where it fails nothing else has run', async () => {
    const failing = projectFolder(project('exit 3'));
    const failed = await eosPipeline(failing, '--json', '-j', '4');
    expect(failed.exitCode).toBe(1);
    expect(instancesThatRan(failed)).toEqual(['address']);
    const kept = await eosPipeline(failing, '--json', '--keep-going');
    expect(instancesThatRan(kept).sort()).toEqual(['hours[n=1]', 'hours[n=2]', 'hours[n=3]']);
    const working = projectFolder(project('echo here > "$EOS_OUTPUT/x"'));
    const ran = instancesThatRan(await eosPipeline(working, '--json', '-j', '4'));
    expect(ran.slice(0, 2)).toEqual(['address', 'download']);
    expect(ran).toHaveLength(6);
    // It takes no part in the key.
    writeFileSync(
      join(working, 'pipeline.yaml'),
      readFileSync(join(working, 'pipeline.yaml'), 'utf8').replace('first: true, ', ''),
    );
    expect((await eosPipeline(working, 'status', '--check')).exitCode).toBe(0);
  });
});
