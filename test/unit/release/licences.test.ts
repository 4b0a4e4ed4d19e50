import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { licenceLine, licenceProblem, lockedPackages } from '../../../release/licences.ts';

const lock = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../package-lock.json'), 'utf8'),
) as Parameters<typeof lockedPackages>[0];

describe('the licences of what is installed', () => {
  it('are known and permissive, or exceptions that were looked at', () => {
    const packages = lockedPackages(lock);
    expect(packages.length).toBeGreaterThan(150);
    expect(packages.filter((entry) => licenceProblem(entry) !== undefined)).toEqual([]);
  });

  it('are faults where they are unknown, absent or copyleft', () => {
    const problem = (licence?: string, name = 'x'): string | undefined =>
      licenceProblem({ name, version: '1.0.0', ...(licence !== undefined && { licence }) });
    expect(problem()).toBe('names no licence');
    expect(problem('GPL-3.0')).toBe('GPL-3.0 is neither permissive nor an exception that was looked at');
    expect(problem('SEE LICENSE IN LICENSE')).toBeDefined();
    expect(problem('LGPL-3.0-or-later')).toBeDefined();
    expect(problem('LGPL-3.0-or-later', '@img/sharp-libvips-linux-x64')).toBeUndefined();
    expect(problem('Apache-2.0 AND GPL-3.0', '@img/sharp-wasm32')).toBeDefined();
    expect(problem('(MIT OR GPL-3.0)')).toBeUndefined();
  });

  it('leave out packages for development and workspaces, and say in a line what was found', () => {
    const packages = lockedPackages({
      packages: {
        '': {},
        bin: { version: '0.0.0' },
        'node_modules/command': { link: true },
        'node_modules/tool': { version: '2.0.0', license: 'MPL-2.0', dev: true },
        'node_modules/a/node_modules/@b/c': { version: '1.0.0', license: 'MIT' },
        'node_modules/d': { version: '3.0.0' },
      },
    });
    expect(packages.map(licenceLine)).toEqual(['@b/c 1.0.0: MIT', 'd 3.0.0: none (FAULT: names no licence)']);
  });
});
