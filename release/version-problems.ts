/** The files that name the version of a release. */
export interface VersionedFiles {
  packageJson: string;
  citation: string;
  changelog: string;
}

/** What speaks against a release under this tag (`v1.2.3`); without one, where the files name different versions. */
export function versionProblems(
  { packageJson, citation, changelog }: VersionedFiles,
  tag?: string,
): string[] {
  const { version } = JSON.parse(packageJson) as { version: string };
  const problems: string[] = [];
  const cited = /^version: (.*)$/m.exec(citation)?.[1];
  if (cited !== version)
    problems.push(`CITATION.cff has version ${cited ?? 'none'}, package.json ${version}`);
  if (tag === undefined) return problems;
  if (tag !== `v${version}`)
    problems.push(`the tag is ${tag}, package.json has ${version}: expected v${version}`);
  if (!changelog.includes(`\n## ${version}`))
    problems.push(`CHANGELOG.md has no section "## ${version}": rename "## Unreleased", and add its date`);
  return problems;
}
