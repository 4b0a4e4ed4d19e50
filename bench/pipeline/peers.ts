import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Shape, Tool } from './shape.ts';

/** Installs Wireit and Turborepo into a folder and returns those that are there, with Snakemake where it is installed. */
export function installPeers(folder: string): Tool[] {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "name": "peers", "private": true }');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', 'wireit', 'turbo'], {
    cwd: folder,
    stdio: 'inherit',
  });
  const tools = status === 0 ? [wireit(folder), turborepo(folder)] : [];
  if (spawnSync('snakemake', ['--version']).status === 0) tools.push(snakemake());
  return tools;
}

function writeInputs(folder: string, { pairs }: Shape): void {
  mkdirSync(`${folder}/in`);
  for (let item = 0; item < pairs; item++) writeFileSync(`${folder}/in/${item}`, `input ${item}\n`);
}

function wireit(peers: string): Tool {
  return {
    name: 'wireit',
    atMost: 1000,
    command: ['npm', 'run', 'all'],
    prepare(folder, shape) {
      writeInputs(folder, shape);
      const items = Array.from({ length: shape.pairs }, (_, item) => item);
      for (const name of ['a', 'b', 'c']) mkdirSync(`${folder}/${name}`);
      const scripts: Record<string, object> = {};
      for (const item of items) {
        scripts[`a${item}`] = {
          command: `cp in/${item} a/${item}`,
          files: [`in/${item}`],
          output: [`a/${item}`],
        };
        if (shape.chained) {
          scripts[`b${item}`] = {
            command: `cp a/${item} b/${item}`,
            dependencies: [`a${item}`],
            files: [],
            output: [`b/${item}`],
          };
        }
      }
      const dependencies = items.map((item) => `${shape.chained ? 'b' : 'a'}${item}`);
      scripts['all'] = shape.chained
        ? { command: 'cat b/* > c/all', dependencies, files: [], output: ['c/all'] }
        : { dependencies };
      symlinkSync(`${peers}/node_modules`, `${folder}/node_modules`);
      const names = Object.fromEntries(Object.keys(scripts).map((name) => [name, 'wireit']));
      writeFileSync(
        `${folder}/package.json`,
        JSON.stringify({ name: 'bench', scripts: names, wireit: scripts }),
      );
    },
  };
}

function turborepo(peers: string): Tool {
  return {
    name: 'turborepo',
    atMost: 343,
    command: [`${peers}/node_modules/.bin/turbo`, 'run', 'build', '--no-update-notifier'],
    prepare(folder, { pairs }) {
      mkdirSync(`${folder}/packages`);
      for (let item = 0; item < pairs; item++) {
        const place = `${folder}/packages/p${item}`;
        mkdirSync(place);
        writeFileSync(`${place}/in`, `input ${item}\n`);
        writeFileSync(
          `${place}/package.json`,
          JSON.stringify({ name: `p${item}`, version: '1.0.0', scripts: { build: 'cp in out' } }),
        );
      }
      writeFileSync(
        `${folder}/package.json`,
        JSON.stringify({
          name: 'bench',
          private: true,
          packageManager: 'npm@10.0.0',
          workspaces: ['packages/*'],
        }),
      );
      const packages = Object.fromEntries(
        Array.from({ length: pairs }, (_, item) => [
          `packages/p${item}`,
          { name: `p${item}`, version: '1.0.0' },
        ]),
      );
      writeFileSync(
        `${folder}/package-lock.json`,
        JSON.stringify({
          name: 'bench',
          lockfileVersion: 3,
          packages: { '': { name: 'bench', workspaces: ['packages/*'] }, ...packages },
        }),
      );
      writeFileSync(
        `${folder}/turbo.json`,
        JSON.stringify({ tasks: { build: { inputs: ['in'], outputs: ['out'] } } }),
      );
      for (const command of [
        ['init', '-q'],
        ['add', '-A'],
        ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'bench'],
      ]) {
        spawnSync('git', command, { cwd: folder });
      }
    },
  };
}

function snakemake(): Tool {
  return {
    name: 'snakemake',
    atMost: 1000,
    command: ['snakemake', '--cores', '2', '--quiet', '--scheduler', 'greedy'],
    prepare(folder, shape) {
      writeInputs(folder, shape);
      const { pairs, chained } = shape;
      writeFileSync(
        `${folder}/Snakefile`,
        `rule all:
    input: ${chained ? "'c/all'" : `expand('a/{item}', item=range(${pairs}))`}
rule first:
    input: 'in/{item}'
    output: 'a/{item}'
    shell: 'cp {input} {output}'
rule second:
    input: 'a/{item}'
    output: 'b/{item}'
    shell: 'cp {input} {output}'
rule last:
    input: expand('b/{item}', item=range(${pairs}))
    output: 'c/all'
    shell: 'cat {input} > {output}'
`,
      );
    },
  };
}
