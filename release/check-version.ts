import { readFileSync } from 'node:fs';
import { versionProblems } from './version-problems.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const files = { packageJson: 'package.json', citation: 'CITATION.cff', changelog: 'CHANGELOG.md' };
const problems = versionProblems(
  { packageJson: read(files.packageJson), citation: read(files.citation), changelog: read(files.changelog) },
  process.argv[2],
);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 2;
