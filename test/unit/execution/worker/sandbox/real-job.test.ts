import { realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realJob, realPathOr } from '../../../../../src/execution/worker/sandbox/real-job.ts';
import { CacheFolder } from '../../../../../src/cache/files/cache-folder.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { jobFor } from '../../../../stage-job.ts';

describe('realJob', () => {
  it('leads every path past links, but for the name of an input that is one', () => {
    const root = realpathSync(
      projectFolder({ 'real/stage.js': '', 'real/cache/x': '', 'real/data/big.csv': '' }),
    );
    symlinkSync(join(root, 'real'), join(root, 'link'));
    symlinkSync('data/big.csv', join(root, 'real/table.csv'));
    const items = [{ name: 'table.csv', path: join(root, 'link/table.csv') }];
    const job = realJob(
      jobFor(
        new CacheFolder(join(root, 'link/cache')),
        join(root, 'link/stage.js'),
        {},
        {
          inputs: { table: { many: false, items } },
        },
      ),
    );
    expect(job.cacheRoot).toBe(join(root, 'real/cache'));
    expect(job.projectRoot).toBe(join(root, 'real'));
    expect(job.work).toEqual({ kind: 'uses', file: join(root, 'real/stage.js') });
    expect(job.inputs['table']!.items[0]!.path).toBe(join(root, 'real/table.csv'));
    expect(job.staging.startsWith(join(root, 'real/cache/staging/'))).toBe(true);
    expect(job.log).toBe(join(root, 'real/cache/logs/train/train.log'));
  });
});

describe('realPathOr', () => {
  it('is the path itself where nothing is', () => {
    expect(realPathOr('/no/such/path')).toBe('/no/such/path');
  });
});
