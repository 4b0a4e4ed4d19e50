import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { versionProblems } from '../../../release/version-problems.ts';

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '../../..', path), 'utf8');

it('one version stands in package.json and CITATION.cff', () => {
  const files = { packageJson: 'package.json', citation: 'CITATION.cff', changelog: 'CHANGELOG.md' };
  expect(
    versionProblems({
      packageJson: read(files.packageJson),
      citation: read(files.citation),
      changelog: read(files.changelog),
    }),
  ).toEqual([]);
});

it('a release is refused where the tag, the citation or the changelog has another version', () => {
  const packageJson = '{ "version": "1.2.0" }';
  const good = {
    packageJson,
    citation: 'version: 1.2.0\n',
    changelog: '# Changelog\n\n## 1.2.0 (2026-11-26)\n',
  };
  expect(versionProblems(good, 'v1.2.0')).toEqual([]);
  expect(
    versionProblems({ packageJson, citation: 'title: x\n', changelog: '\n## Unreleased\n' }, '1.2.0'),
  ).toEqual([
    'CITATION.cff has version none, package.json 1.2.0',
    'the tag is 1.2.0, package.json has 1.2.0: expected v1.2.0',
    'CHANGELOG.md has no section "## 1.2.0": rename "## Unreleased", and add its date',
  ]);
});
