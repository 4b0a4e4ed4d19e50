import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';

const root = resolve(import.meta.dirname, '../../..');

it('npm pack takes what the command needs, the documentation, and nothing else', () => {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    // The home folder of whoever runs this may not be there.
    env: { ...process.env, npm_config_cache: temporaryFolder() },
  });
  const [{ files }] = JSON.parse(text) as [{ files: { path: string }[] }];
  const packed = files.map(({ path }) => path);
  const topLevel = new Set(packed.map((path) => path.split('/')[0]));
  const expected = [
    'LICENSE',
    'README.md',
    'bin',
    'data',
    'dist',
    'docs',
    'package.json',
    'pipeline.schema.json',
    'pipeline.yaml',
    'reference',
    'report.schema.json',
  ];
  expect([...topLevel].sort()).toEqual(expected);
  expect(packed.filter((path) => /\.(?:map|ts\.gz|tsbuildinfo)$|\.test\./.test(path))).toEqual([]);
  // What was built: dist/ follows the sources with the next build.
  const built = readdirSync(resolve(root, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:js|d\.ts)$/.test(name))
    .map((name) => `dist/${name}`);
  expect(built.length).toBeGreaterThan(500);
  const needed = ['bin/eos-pipeline.js', 'docs/README.md', 'reference/report/report.json', ...built];
  expect(needed.filter((path) => !packed.includes(path))).toEqual([]);
});
