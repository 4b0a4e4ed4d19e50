import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptLock } from '../../../../src/cache/kept-locks.ts';
import { writeLockFile } from '../../../../src/cache/lock-file.ts';
import { comparedReport } from '../../../../src/cli/report/compared-report.ts';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { readReport } from '../../../../src/report/data/read-report.ts';
import { store } from '../../../temporary-cache.ts';
import { projectFolder } from '../../../project-folder.ts';

describe('comparedReport', () => {
  it('is a folder of this name before a kept result; of that, the output with a report.json', () => {
    const cwd = projectFolder({ 'reference/report.json': '{}', 'kept/reference.lock': '' });
    const options = { cwd, color: false };
    expect(comparedReport('reference', options)).toBe(join(cwd, 'reference'));
    const cache = new CacheFolder(join(cwd, 'cache'));
    cache.create();
    const [table, page] = [store(cache, { 'x.csv': 'x' }), store(cache, { 'report.json': '{}' })];
    const line = ({ digest: output }: typeof page) => ({ key: output, output, metrics: {} });
    writeLockFile(
      keptLock(cwd, 'one'),
      new Map([
        ['a', line(table)],
        ['b', line(page)],
      ]),
    );
    expect(comparedReport('one', options)).toBe(cache.output(page.digest));
    writeLockFile(keptLock(cwd, 'two'), new Map([['a', line(table)]]));
    expect(() => comparedReport('two', options)).toThrow('the report of two is not in the cache');
    writeFileSync(keptLock(cwd, 'two'), 'damaged\n');
    expect(() => comparedReport('two', options)).toThrow('this line of the lock file cannot be read');
  });

  it("is the report that comes with the package, where nothing of one's own has the name reference", () => {
    const cwd = projectFolder({});
    const options = { cwd, color: false };
    expect(readReport(comparedReport('reference', options)).title).toMatch(/^Reference results/);
  });
});
