import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');
const { dependencies, peerDependencies } = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'peerDependencies',
  Record<string, string>
>;
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { license?: string; hasInstallScript?: boolean }>;
};
const page = read('docs/dependencies.md');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('`', '')));
const described = rows.filter((cells) => cells.length === 10);

describe('docs/dependencies.md', () => {
  it('gives each runtime dependency a reason, what was considered instead, and who maintains it', () => {
    expect(described.map(([, name]) => name).sort()).toEqual(Object.keys(dependencies).sort());
    expect(described.filter(([, , reason, instead]) => reason === '' || instead === '')).toEqual([]);
    const maintained = rows.filter((cells) => cells.length === 5).map(([, name]) => name);
    expect(maintained.sort()).toEqual(Object.keys(dependencies).sort());
    for (const peer of Object.keys(peerDependencies)) expect(page).toContain(`\`${peer}\``);
  });

  it('has their licences and install scripts as the lock file has them', () => {
    const locked = described.map(([, name]) => {
      const { license, hasInstallScript } = packages[`node_modules/${name!}`]!;
      return [name, license, hasInstallScript === true ? name : 'none'];
    });
    expect(described.map(([, name, , , licence, , , scripts]) => [name, licence, scripts])).toEqual(locked);
  });
});
