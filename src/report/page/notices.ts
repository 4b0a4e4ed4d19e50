import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** What a page holds beside its script: typefaces, and the style of formulas. */
const INLINED = [
  require.resolve('@fontsource/source-sans-3/LICENSE'),
  require.resolve('@fontsource/source-serif-4/LICENSE'),
  require.resolve('katex/package.json'),
].map((file) => dirname(file));

const LICENCE_FILES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license'];

/**
 * The notices that licences ask for wherever their work is passed on: of everything that a page holds of others, each licence once.
 * @param bundled folders of the packages that are in the page's script
 * @throws {Error} where a package has no licence file
 */
export function notices(bundled: readonly string[]): string {
  const named = [...bundled, ...INLINED].map((folder) => ({ folder, ...describePackage(folder) }));
  const sorted = named.toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const texts = Map.groupBy(sorted, ({ folder, title }) => licenceText(folder, title));
  return [...texts]
    .map(([text, group]) => `${[...new Set(group.map(({ title }) => title))].join(', ')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file belongs to; undefined for a file of this one. */
export function folderOfPackage(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function describePackage(folder: string): { title: string } {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(text) as Record<'name' | 'version' | 'license', string>;
  return { title: `${name} ${version} (${license})` };
}

function licenceText(folder: string, title: string): string {
  const file = LICENCE_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${title} has no licence file, so that no page may hold it`);
  return readFileSync(file, 'utf8').trim();
}
