import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Builds the documentation into site/dist: the pages of docs/, and those of the public functions below api/. Where it will lie on its server
 * says SITE_BASE (/), where files of the checkout can be read SITE_SOURCE.
 */
const site = import.meta.dirname;
const root = resolve(site, '..');
const vitepress = join(site, 'node_modules/.bin/vitepress');
if (!existsSync(vitepress)) {
  process.stderr.write('the packages of the site are not installed: npm ci --prefix site\n');
  process.exit(2);
}
rmSync(join(site, 'pages'), { recursive: true, force: true });
cpSync(join(root, 'docs'), join(site, 'pages'), { recursive: true });
run(vitepress, 'build', site);
const { SITE_SOURCE: source } = process.env;
const sources = ['--disableSources', 'false', '--sourceLinkTemplate', `${source!}/src/{path}#L{line}`];
run(
  join(root, 'node_modules/.bin/typedoc'),
  ...['--out', join(site, 'dist/api')],
  ...(source === undefined ? [] : sources),
);

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
