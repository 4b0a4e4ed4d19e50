import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batchScript } from '../../../../../src/execution/slurm/batch/batch-script.ts';

describe('batchScript', () => {
  it('becomes the program for nodes, which then gets the signals of Slurm', () => {
    const script = batchScript("/shared/it's here", '/opt/node');
    expect(script).toMatch(/^#!\/bin\/sh\n(export NODE_COMPILE_CACHE=.*\n)?exec \/opt\/node /);
    // What a shell makes of it.
    const words = execFileSync('/bin/sh', ['-c', script.replace(/^exec /m, 'printf "%s\\n" ')], {
      encoding: 'utf8',
      env: { SLURM_ARRAY_TASK_ID: '7' },
    });
    const [node, warning, entry, folder, task] = words.trimEnd().split('\n');
    expect([node, warning, folder, task]).toEqual([
      '/opt/node',
      '--disable-warning=ExperimentalWarning',
      "/shared/it's here",
      '7',
    ]);
    expect(existsSync(entry!)).toBe(true);
  });
});
