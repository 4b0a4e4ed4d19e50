#!/usr/bin/env node
// Starts the command line: the TypeScript sources in a checkout, the compiled files in an installed package.
import { existsSync, readFileSync } from 'node:fs';
import nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `eos-pipeline: Node ${process.versions.node} is too old; version 22.18 or newer is needed.\n` +
      'In a checkout "npm ci" installs a suitable Node: use "npx eos-pipeline" there. Elsewhere install a newer one: https://nodejs.org\n',
  );
  process.exit(2);
}
const limits = existsSync('/proc/self/limits') ? readFileSync('/proc/self/limits', 'utf8') : '';
const limitOf = (name) => Number(new RegExp(`^Max ${name} +(\\d+)`, 'm').exec(limits)?.[1] ?? Infinity);
/** Said before anything is loaded: the modules of this program alone, or the threads of its processes, could be too many. */
function refuseLimit(allowed, least, words, option) {
  if (allowed >= least) return;
  process.stderr.write(
    `${words(allowed)}, at least ${least} are needed\n` +
      `  Raise the limit ("ulimit ${option} 4096"); then run the same command again.\n`,
  );
  process.exit(1);
}
refuseLimit(limitOf('open files'), 64, (files) => `this process may have ${files} files open`, '-n');
// Node does not always end where it cannot have its threads, but waits for ever. Root may have more than the limit says.
if (process.getuid?.() !== 0)
  refuseLimit(limitOf('processes'), 64, (some) => `this user may have ${some} processes and threads`, '-u');
const placeOf = (path) => new URL(`../${path}`, import.meta.url);
/** The first of these that is there: the sources of a checkout, or what is compiled. */
const load = (...paths) => import(placeOf(paths.find((path) => existsSync(placeOf(path))) ?? paths[0]).href);
// Compiled where it can be: stripping types before there is a cache for the result costs 40 ms.
const { compileCacheFolder } = await load(
  'dist/src/execution/compile-cache.js',
  'src/execution/compile-cache.ts',
);
const compiled = compileCacheFolder();
if (compiled !== undefined) nodeModule.enableCompileCache?.(compiled);
const { main } = await load('src/cli/main.ts', 'dist/src/cli/main.js');
process.exitCode = await main(process.argv.slice(2));
